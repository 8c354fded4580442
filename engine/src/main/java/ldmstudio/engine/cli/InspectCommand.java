package ldmstudio.engine.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import ldmstudio.engine.checkpoint.Inspection;
import ldmstudio.engine.pipeline.ModelInspection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ldm inspect}: what a file or folder of weights is. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        header = "Says what a checkpoint is, without loading it.",
        description =
                "%nKind, networks, shapes, types, number of parameters, metadata and hash of"
                        + " safetensors, .ckpt, .pth and .pt files, diffusers' and Hugging Face's"
                        + " folders, runs and checkpoints. Nothing in a file is run.%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ldm inspect model.safetensors          what it is",
            "  ldm inspect model.ckpt --tree 3        with its parts, three names deep",
            "  ldm inspect runs/shapes --tensors      every tensor of the newest checkpoint",
            "  ldm inspect model.pth --json           for scripts"
        })
final class InspectCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(paramLabel = "PATH", description = "File, folder or run.")
    private Path path = Path.of("");

    @Option(
            names = "--tree",
            paramLabel = "DEPTH",
            description = "Sum tensors by the first DEPTH parts of their names.")
    private int tree;

    @Option(names = "--tensors", description = "List every tensor.")
    private boolean tensors;

    @Option(names = "--no-hash", description = "Do not read the file for its sha256.")
    private boolean noHash;

    @Option(names = "--json", description = "Print JSON, with every tensor.")
    private boolean json;

    InspectCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        Inspection inspection = ModelInspection.inspect(path, !noHash);
        if (json) {
            context.printJson(inspection);
        } else {
            print(inspection);
        }
        return ExitCodes.OK;
    }

    private void print(Inspection inspection) {
        PrintWriter out = context.out();
        out.println(inspection.path() + " is " + inspection.what() + ".");
        if (!inspection.use().isEmpty()) {
            out.println(inspection.use());
        }
        out.println();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("format", inspection.format());
        facts.put("size", size(inspection.bytes()));
        facts.put("parameters", count(inspection.parameters()));
        facts.put("tensors", Integer.toString(inspection.tensors().size()));
        facts.put("types", types(inspection.types()));
        facts.put("sha256", inspection.sha256());
        facts.forEach(
                (name, value) -> {
                    if (!value.isEmpty()) {
                        out.printf(Locale.ROOT, "%-12s%s%n", name, value);
                    }
                });
        for (Inspection.Part part : inspection.parts()) {
            String role = part.role().isEmpty() ? "network" : part.role();
            out.printf(
                    Locale.ROOT,
                    "%-12s  %s, %s parameters%n",
                    role,
                    part.className(),
                    count(part.parameters()));
            SHOWN.forEach(
                    key -> {
                        Object value = part.config().get(key);
                        if (value != null) {
                            out.printf(Locale.ROOT, "  %s: %s%n", key, value);
                        }
                    });
        }
        if (!inspection.metadata().isEmpty()) {
            out.println("metadata");
            inspection.metadata().forEach((key, value) -> out.printf("  %s: %s%n", key, value));
        }
        printNames(inspection);
    }

    /** What tells networks of one class apart. */
    private static final List<String> SHOWN =
            List.of(
                    "in_channels",
                    "out_channels",
                    "latent_channels",
                    "block_out_channels",
                    "layers_per_block",
                    "cross_attention_dim",
                    "attention_head_dim",
                    "use_linear_projection",
                    "num_class_embeds",
                    "num_vq_embeddings",
                    "sample_size",
                    "scaling_factor",
                    "hidden_size",
                    "num_hidden_layers",
                    "vocab_size");

    private void printNames(Inspection inspection) {
        if (tree > 0) {
            TextTable table = new TextTable("NAME", "TENSORS", "PARAMETERS");
            for (Inspection.Branch branch : inspection.tree(tree)) {
                table.row(
                        branch.name(),
                        Integer.toString(branch.tensors()),
                        count(branch.parameters()));
            }
            context.out().println();
            table.print(context.out());
        }
        if (tensors) {
            TextTable table = new TextTable("TENSOR", "TYPE", "SHAPE");
            for (Inspection.Tensor tensor : inspection.tensors()) {
                table.row(tensor.name(), tensor.type(), tensor.shape().toString());
            }
            context.out().println();
            table.print(context.out());
        }
    }

    private static String types(Map<String, Long> types) {
        return types.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + " " + count(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String size(long bytes) {
        return bytes < 1 << 20
                ? String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0)
                : String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
    }
}
