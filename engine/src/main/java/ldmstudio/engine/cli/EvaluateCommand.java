package ldmstudio.engine.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import ldmstudio.engine.config.DataConfig;
import ldmstudio.engine.config.DrawnData;
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
import ldmstudio.engine.evaluate.CaptionEvaluation;
import ldmstudio.engine.evaluate.ClassJudge;
import ldmstudio.engine.pipeline.LoadedModel;
import ldmstudio.engine.pipeline.PipelineListener;
import ldmstudio.engine.pipeline.SamplingPlan;
import ldmstudio.engine.run.RunFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ldm evaluate}: do samples show what was asked for? */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        header = "Do samples show what was asked for?",
        description = {
            "Trains a small classifier on real pictures, says how good it is on others, draws",
            "samples and says how often it sees in them what was asked for: the class, or for a",
            "model that is told texts the attributes (form, colour) of captions held out from",
            "training. Then captions.json and captions.png have every picture, wrong ones framed."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ldm evaluate runs/fashion-mnist-diffusion --count 1000",
            "  ldm evaluate runs/shapes-text --count 500 --attributes form,colour"
        })
final class EvaluateCommand implements Callable<Integer> {
    private static final int BATCH = 50;
    private static final int TRAINING_BATCH = 128;

    private final CommandContext context;

    @Parameters(
            index = "0",
            paramLabel = "RUN",
            description = "stage-2 run folder, trained by class or by text")
    private Path run;

    @Option(names = "--count", description = "samples to judge; default 1000")
    private int count = 1000;

    @Option(names = "--judge-steps", description = "training steps of the classifier; default 800")
    private int judgeSteps = 800;

    @Option(names = "--steps", description = "denoiser calls a picture; default the run's own")
    private @Nullable Integer steps;

    @Option(names = "--guidance", description = "default the run's own")
    private @Nullable Double guidance;

    @Option(
            names = "--attributes",
            split = ",",
            paramLabel = "NAME",
            description = "what captions must agree in; default form,colour")
    private List<String> attributes = List.of("form", "colour");

    @Option(
            names = "--trained",
            description = "captions that were trained on, for comparison with held-out ones")
    private boolean trained;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "for captions.json and captions.png; default RUN/evaluation/step-N")
    private @Nullable Path out;

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
        if (count < 1) {
            throw new IllegalArgumentException("--count is " + count + "; give at least 1");
        }
        try (LoadedModel model = LoadedModel.load(run, MachineConfig.defaults())) {
            if (model.listensToText()) {
                followCaptions(model, config.data());
                return ExitCodes.OK;
            }
            try (ClassJudge judge = judge(model, config.data())) {
                double accuracy = accuracy(judge, model, config.data());
                int[] right = agreement(judge, model);
                report(model, accuracy, right);
                return ExitCodes.OK;
            }
        }
    }

    private void followCaptions(LoadedModel model, DataConfig data) throws IOException {
        SamplingConfig how = how(model);
        Split split = trained ? Split.TRAIN : Split.VALIDATION;
        CaptionEvaluation.Result result;
        try (ProgressMeter training = context.progress("classifier", judgeSteps);
                ProgressMeter sampling = context.progress("sampling", 1)) {
            result =
                    new CaptionEvaluation(
                                    model,
                                    data,
                                    new CaptionEvaluation.Settings(
                                            how, count, judgeSteps, attributes, split),
                                    new CaptionEvaluation.Progress() {
                                        @Override
                                        public void step(int step, int total, double loss) {
                                            training.update(
                                                    step,
                                                    total,
                                                    String.format(Locale.ROOT, "loss %.3f", loss));
                                        }

                                        @Override
                                        public void sampling(int step, int totalSteps) {
                                            sampling.update(step, totalSteps, "");
                                        }
                                    })
                            .run();
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("step", model.model().step());
        facts.put("captions", heldOut(data, split));
        facts.put("sampler", how.sampler());
        facts.put("steps", how.steps());
        facts.put("guidance_scale", how.guidanceScale());
        facts.put("seed", seed);
        CaptionReport report = new CaptionReport(facts, result);
        Path folder =
                out != null
                        ? out
                        : run.resolve("evaluation")
                                .resolve("step-%08d".formatted(model.model().step()));
        report.write(folder);
        if (json) {
            context.printJson(report.figures());
            return;
        }
        context.out()
                .printf(
                        Locale.ROOT,
                        "%d samples of step %d, %s, %s %d steps, guidance %s%n",
                        count,
                        model.model().step(),
                        facts.get("captions"),
                        how.sampler(),
                        how.steps(),
                        how.guidanceScale());
        report.print(context.out());
        context.out().println("Every picture is in " + folder.resolve("captions.png"));
    }

    private static String heldOut(DataConfig data, Split split) {
        if (split == Split.TRAIN) {
            return "captions trained on";
        }
        boolean combinations =
                (data instanceof DrawnData.Shapes shapes && shapes.holdOut().equals("combinations"))
                        || (data instanceof DrawnData.Scenes scenes
                                && scenes.holdOut().equals("combinations"));
        return combinations
                ? "captions of combinations never trained on"
                : "captions of held-out pictures";
    }

    private SamplingConfig how(LoadedModel model) {
        SamplingConfig own = model.defaults();
        return own.with("steps", steps == null ? own.steps() : steps)
                .with("guidance_scale", guidance == null ? own.guidanceScale() : guidance)
                .with("seed", seed);
    }

    private ClassJudge judge(LoadedModel model, DataConfig data) {
        int side = model.model().imgSize();
        int classes = model.model().classes().size();
        if (!model.model().classConditional()) {
            throw new DataException(
                    "The run "
                            + run
                            + " was trained neither by class nor by text, so there is nothing to agree with.");
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
        List<Integer> labels = model.labelsInTurn(count);
        SamplingPlan plan = SamplingPlan.ofClasses(how(model), labels, BATCH, 0);
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
