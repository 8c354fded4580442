package ldmstudio.engine.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import ldmstudio.engine.config.RunConfig;
import ldmstudio.engine.config.Stage2Config;
import ldmstudio.engine.train.Encoding;
import ldmstudio.engine.train.TrainingControl;
import ldmstudio.engine.train.TrainingObserver;
import ldmstudio.engine.worker.StopSignal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ldm encode}: pictures to latents, once. */
@Command(
        name = "encode",
        mixinStandardHelpOptions = true,
        header = "Encode pictures to latents ahead of time.",
        description = {
            "Encodes the pictures of a stage-2 configuration and computes the scaling factor. Training",
            "does this by itself; ahead of time it can be interrupted and taken up."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ldm encode shapes_diffusion autoencoder=runs/shapes-autoencoder",
            "  ldm encode my_stage2.yaml"
        })
final class EncodeCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(
            index = "0",
            paramLabel = "CONFIG",
            description = "stage-2 YAML file or built-in recipe")
    private String config;

    @Parameters(
            index = "1..*",
            paramLabel = "KEY=VALUE",
            description = "values that replace the file's")
    private List<String> overrides = List.of();

    @Option(
            names = "--workspace",
            paramLabel = "DIR",
            description = "folder that holds latents/; default here")
    private Path workspace = Path.of("");

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    EncodeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        RunConfig read = TrainCommand.read(config, overrides);
        if (!(read instanceof Stage2Config stage2)) {
            throw new IllegalArgumentException(
                    config + " is a stage-1 configuration; latents belong to stage: diffusion.");
        }
        TrainingControl control = new TrainingControl(false);
        Encoding.Result result;
        try (StopSignal signal =
                        StopSignal.install(() -> control.stop(false), Duration.ofMinutes(1));
                ProgressMeter meter = context.progress("encoding", 100)) {
            result =
                    Encoding.encode(
                            stage2,
                            workspace,
                            new TrainingObserver() {
                                @Override
                                public void preparing(String text, double fraction) {
                                    meter.update(Math.round(100 * fraction), 100, text);
                                }
                            },
                            control);
        }
        if (json) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("folder", result.folder().toString());
            facts.put("count", result.header().count());
            facts.put("shape", result.header().shape());
            facts.put("mean", result.header().mean());
            facts.put("std", result.header().std());
            facts.put("scaling_factor", result.header().scalingFactor());
            context.printJson(facts);
        } else {
            context.out()
                    .printf(
                            Locale.ROOT,
                            "%d latents %s in %s%nmean %.5f, std %.5f, scaling factor %.7f%n",
                            result.header().count(),
                            result.header().shape(),
                            result.folder(),
                            result.header().mean(),
                            result.header().std(),
                            result.header().scalingFactor());
        }
        return ExitCodes.OK;
    }
}
