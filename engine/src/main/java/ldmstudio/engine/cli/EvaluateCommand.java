package ldmstudio.engine.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import ldmstudio.engine.config.DataConfig;
import ldmstudio.engine.config.MachineConfig;
import ldmstudio.engine.config.RunConfig;
import ldmstudio.engine.config.RunConfigs;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.data.BatchLoader;
import ldmstudio.engine.data.BatchPlan;
import ldmstudio.engine.data.DataException;
import ldmstudio.engine.data.Dataset;
import ldmstudio.engine.data.Datasets;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.data.PixelPlanes;
import ldmstudio.engine.data.Split;
import ldmstudio.engine.evaluate.ClassJudge;
import ldmstudio.engine.pipeline.LoadedModel;
import ldmstudio.engine.pipeline.PipelineListener;
import ldmstudio.engine.pipeline.SamplingPlan;
import ldmstudio.engine.run.RunFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ldm evaluate}: do samples show the class that was asked for? */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        header = "Do samples show the class asked for?",
        description = {
            "Trains a small classifier on the run's real pictures, says how good it is on held-out",
            "ones, draws samples class by class and says how often it sees the class asked for."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ldm evaluate runs/fashion-mnist-diffusion --count 1000"})
final class EvaluateCommand implements Callable<Integer> {
    private static final int BATCH = 50;
    private static final int TRAINING_BATCH = 128;

    private final CommandContext context;

    @Parameters(
            index = "0",
            paramLabel = "RUN",
            description = "stage-2 run folder, trained by class")
    private Path run;

    @Option(names = "--count", description = "samples to judge; default 1000")
    private int count = 1000;

    @Option(names = "--judge-steps", description = "training steps of the classifier; default 800")
    private int judgeSteps = 800;

    @Option(names = "--steps", description = "denoiser calls a picture; default the run's own")
    private @Nullable Integer steps;

    @Option(names = "--guidance", description = "default the run's own")
    private @Nullable Double guidance;

    @Option(names = "--seed", description = "of classifier and samples; default 0")
    private long seed;

    @Option(names = "--json", description = "Print the figures as JSON.")
    private boolean json;

    EvaluateCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        RunConfig config;
        try (RunFolder folder = RunFolder.open(run)) {
            config = RunConfigs.read(folder.runYaml());
        }
        try (LoadedModel model = LoadedModel.load(run, MachineConfig.defaults());
                ClassJudge judge = judge(model, config.data())) {
            double accuracy = accuracy(judge, model, config.data());
            int[] right = agreement(judge, model);
            report(model, accuracy, right);
            return ExitCodes.OK;
        }
    }

    private ClassJudge judge(LoadedModel model, DataConfig data) {
        int side = model.model().imgSize();
        int classes = model.model().classes().size();
        if (!model.model().classConditional()) {
            throw new DataException(
                    "The run "
                            + run
                            + " was not trained by class, so there is nothing to agree with.");
        }
        try (Dataset real = Datasets.open(data, side, Split.TRAIN);
                ProgressMeter meter = context.progress("classifier", judgeSteps);
                BatchLoader batches =
                        loader(real, data, BatchPlan.training(seed, TRAINING_BATCH), model, true)) {
            return ClassJudge.train(
                    model.ops(),
                    batches,
                    side,
                    model.model().channels(),
                    classes,
                    judgeSteps,
                    seed,
                    (step, total, loss) ->
                            meter.update(
                                    step, total, String.format(Locale.ROOT, "loss %.3f", loss)));
        }
    }

    private static double accuracy(ClassJudge judge, LoadedModel model, DataConfig data) {
        try (Dataset heldOut = Datasets.open(data, model.model().imgSize(), Split.VALIDATION);
                BatchLoader batches =
                        loader(heldOut, data, BatchPlan.inOrder(BATCH), model, false)) {
            return judge.accuracy(batches, heldOut.size());
        }
    }

    private static BatchLoader loader(
            Dataset dataset, DataConfig data, BatchPlan plan, LoadedModel model, boolean training) {
        return new BatchLoader(
                dataset,
                plan,
                model.model().imgSize(),
                model.model().channels(),
                data.resize(),
                training && data.horizontalFlip(),
                1);
    }

    /** How many samples of each class the judge recognises. */
    private int[] agreement(ClassJudge judge, LoadedModel model) {
        SamplingConfig own = model.defaults();
        List<Integer> labels = model.labelsInTurn(count);
        SamplingPlan plan =
                SamplingPlan.ofClasses(
                        own.with("steps", steps == null ? own.steps() : steps)
                                .with(
                                        "guidance_scale",
                                        guidance == null ? own.guidanceScale() : guidance)
                                .with("seed", seed),
                        labels,
                        BATCH,
                        0);
        int[] right = new int[model.model().classes().size()];
        try (ProgressMeter meter = context.progress("sampling", 1)) {
            model.sample(
                    plan,
                    new PipelineListener() {
                        @Override
                        public void step(
                                int step,
                                int totalSteps,
                                List<PixelImage> previews,
                                int firstIndex) {
                            meter.update(step, totalSteps, "");
                        }

                        @Override
                        public void pictures(List<PixelImage> pictures, int firstIndex) {
                            int side = model.model().imgSize();
                            int channels = model.model().channels();
                            float[] planes = PixelPlanes.toPlanes(pictures, channels);
                            int[] seen = judge.judge(planes, pictures.size(), channels, side);
                            for (int i = 0; i < seen.length; i++) {
                                int asked = labels.get(firstIndex + i);
                                right[asked] += seen[i] == asked ? 1 : 0;
                            }
                        }
                    });
        }
        return right;
    }

    private void report(LoadedModel model, double accuracy, int[] right) {
        List<String> classes = model.model().classes();
        int total = 0;
        Map<String, Object> byClass = new LinkedHashMap<>();
        for (int c = 0; c < right.length; c++) {
            total += right[c];
            int asked = count / right.length + (c < count % right.length ? 1 : 0);
            byClass.put(classes.get(c), asked == 0 ? 0 : (double) right[c] / asked);
        }
        double agreement = (double) total / count;
        if (json) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("step", model.model().step());
            result.put("judge_accuracy", accuracy);
            result.put("samples", count);
            result.put("agreement", agreement);
            result.put("by_class", byClass);
            context.printJson(result);
            return;
        }
        context.out()
                .printf(
                        Locale.ROOT,
                        "Classifier on held-out real pictures  %.1f %%%n",
                        100 * accuracy);
        context.out()
                .printf(
                        Locale.ROOT,
                        "Agreement on %d samples              %.1f %%%n",
                        count,
                        100 * agreement);
        byClass.forEach(
                (name, share) ->
                        context.out()
                                .printf(
                                        Locale.ROOT,
                                        "  %-16s %.1f %%%n",
                                        name,
                                        100 * (double) share));
    }
}
