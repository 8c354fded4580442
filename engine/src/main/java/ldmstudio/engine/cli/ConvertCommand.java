package ldmstudio.engine.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import ldmstudio.engine.checkpoint.ModelConversion;
import ldmstudio.engine.checkpoint.TensorType;
import ldmstudio.engine.pipeline.ModelPlace;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ldm convert}: a model in another form. */
@Command(
        name = "convert",
        mixinStandardHelpOptions = true,
        header = "Writes a model in another form.",
        description =
                "%nReads diffusers' folders, Stable Diffusion's single files, .pth and .pt files,"
                        + " runs and checkpoints, and writes a diffusers folder, one safetensors"
                        + " file in CompVis' or diffusers' names, or a checkpoint of LDM Studio. The"
                        + " result appears whole or not at all.%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ldm convert v1-5.ckpt stable-diffusion                a diffusers folder",
            "  ldm convert runs/shapes shapes.safetensors            one file with everything",
            "  ldm convert folder model.safetensors --to compvis     for programs of its names",
            "  ldm convert model.pth model.safetensors --dtype fp16  in half the size"
        })
final class ConvertCommand implements Callable<Integer> {
    /** Words for {@link TensorType}. */
    enum Dtype {
        FP32,
        FP16,
        BF16
    }

    private final CommandContext context;

    @Parameters(index = "0", paramLabel = "IN", description = "File, folder or run.")
    private Path in = Path.of("");

    @Parameters(index = "1", paramLabel = "OUT", description = "File or folder to write.")
    private Path out = Path.of("");

    @Option(
            names = "--to",
            paramLabel = "FORM",
            description =
                    "${COMPLETION-CANDIDATES}; by default safetensors for a name that ends so, else"
                            + " diffusers.")
    private ModelConversion.@Nullable Form form;

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            description = "${COMPLETION-CANDIDATES}; by default as they are.")
    private @Nullable Dtype dtype;

    @Option(names = "--force", description = "Replace an earlier result.")
    private boolean force;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    ConvertCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        Path source = Files.isDirectory(in) ? ModelPlace.checkpoint(in) : in;
        ModelConversion.Form to = form();
        try (ProgressMeter meter = context.progress("converting", 100)) {
            ModelConversion.convert(
                    source,
                    out,
                    to,
                    type(),
                    force,
                    (file, done, total) ->
                            meter.update(100 * done / Math.max(total, 1), 100, file));
        }
        if (json) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("in", source.toString());
            facts.put("out", out.toString());
            facts.put("form", to.name().toLowerCase(Locale.ROOT));
            context.printJson(facts);
        } else {
            context.out().println(out + " is written");
        }
        return ExitCodes.OK;
    }

    private ModelConversion.Form form() {
        if (form != null) {
            return form;
        }
        return out.toString().endsWith(".safetensors")
                ? ModelConversion.Form.SAFETENSORS
                : ModelConversion.Form.DIFFUSERS;
    }

    private @Nullable TensorType type() {
        if (dtype == null) {
            return null;
        }
        return switch (dtype) {
            case FP32 -> TensorType.F32;
            case FP16 -> TensorType.F16;
            case BF16 -> TensorType.BF16;
        };
    }
}
