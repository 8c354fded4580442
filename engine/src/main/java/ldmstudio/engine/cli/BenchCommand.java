package ldmstudio.engine.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import ldmstudio.engine.bench.Bench;
import ldmstudio.engine.bench.BenchPlan;
import ldmstudio.engine.bench.Profile;
import ldmstudio.engine.tensor.KernelTimes;
import ldmstudio.engine.tensor.OperatorTimes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ldm bench}: how fast this machine is, alone or beside another program. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        header = "Measures speed, side by side with another program.",
        description =
                "%nWorkloads: stage1-step, stage1-gan-step, stage2-step, sample, encode, decode,"
                        + " tld-step, tld-sample; data (data-jpeg, data-png: pictures read, scaled to"
                        + " 256 px and cropped), latent-read; start (start-worker, start-step,"
                        + " start-window); all when none is named. Weights and inputs are"
                        + " random. Each run is a process of its own; with --peer the two take"
                        + " turns, and the ratio is the peer's median over ours: above 1 this"
                        + " program is faster. Machines differ and are noisy: compare ratios of one"
                        + " run, never times of two.%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ldm bench stage2-step                              time, share of the machine's limit, memory",
            "  ldm bench --peer \"python3 peer.py\" --json          every workload against its fp32",
            "  ldm bench --peer \"python3 peer.py\" --against best  against the fastest it can do",
            "  ldm bench stage2-step --profile                    time by operator and by method"
        })
final class BenchCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN = 16;

    /** Casts, copies into another order, and joined arrays. */
    private static final Set<String> COPIES =
            Set.of("aten::_to_copy", "aten::clone", "aten::copy_", "aten::cat");

    /** What the peer is asked for. */
    enum Against {
        FP32,
        BEST
    }

    private final CommandContext context;

    @Parameters(arity = "0..*", paramLabel = "WORKLOAD", description = "What to measure.")
    private List<String> workloads = new ArrayList<>();

    @Option(
            names = "--peer",
            paramLabel = "COMMAND",
            description =
                    "A program with --dtype, --layout, --repeat and workloads, such as \"python3"
                            + " peer.py\". The transformer's workloads run in the same"
                            + " Python with a script that comes with this program.")
    private @Nullable String peer;

    @Option(
            names = "--against",
            paramLabel = "SETTING",
            defaultValue = "fp32",
            description =
                    "fp32: the peer's faster fp32 layout; best: the fastest of both arithmetics and"
                            + " layouts (default: ${DEFAULT-VALUE}).")
    private Against against = Against.FP32;

    @Option(
            names = "--compute",
            paramLabel = "TYPE",
            defaultValue = "auto",
            description = "fp32, bf16 or auto (default: ${DEFAULT-VALUE}).")
    private String compute = "auto";

    @Option(
            names = "--layout",
            paramLabel = "LAYOUT",
            defaultValue = "auto",
            description =
                    "How pictures lie in memory: nchw, nhwc (channels last) or auto: nhwc on a GPU,"
                            + " for drawing, and where a processor trains a wide network in fp32;"
                            + " nchw elsewhere (default: ${DEFAULT-VALUE}).")
    private String layout = "auto";

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "7",
            description =
                    "Timed runs in a process, after two that are not (default: ${DEFAULT-VALUE}).")
    private int repeat = 7;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "12",
            description =
                    "Our runs that begin in the first seconds of a process are not timed, for the"
                            + " Java compiler is at work beside them; 0: only the first two are"
                            + " not, as the peer's (default: ${DEFAULT-VALUE}).")
    private double warmUp = 12;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Processes of each side, in turn (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(
            names = "--models",
            paramLabel = "DIR",
            defaultValue = "",
            description =
                    "Folder with vae.json, vae_sd.json and unet.json; by default the peer's, else"
                            + " built in.")
    private Path models = Path.of("");

    @Option(names = "--profile", description = "Time by operator and by method instead.")
    private boolean profile;

    @Option(names = "--here", hidden = true, description = "Measure in this process.")
    private boolean here;

    @Option(names = "--folder", hidden = true, description = "What to read in this process.")
    private Path folder = Path.of("");

    @Option(names = "--workers", hidden = true, description = "Reading threads.")
    private int workers = 1;

    @Option(names = "--markdown", description = "Print a table for a page, with the machine named.")
    private boolean markdown;

    @Option(names = "--json", description = "Print one JSON object a workload.")
    private boolean json;

    BenchCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        BenchPlan plan =
                new BenchPlan(
                        workloads,
                        compute,
                        layout,
                        warmUp,
                        repeat,
                        rounds,
                        models,
                        peer,
                        against == Against.BEST);
        if (here && !folder.toString().isEmpty()) {
            context.out().println(Bench.reading(plan.workloads().get(0), folder, workers, repeat));
        } else if (here) {
            context.out().println(Bench.here(plan.workloads().get(0), plan));
        } else if (profile) {
            for (String workload : plan.workloads()) {
                print(Bench.profile(workload, plan));
            }
        } else {
            List<Map<String, Object>> lines =
                    new Bench(plan, words -> context.err().println(words)).run();
            if (json) {
                printLines(lines);
            } else if (markdown) {
                BenchTable.print(context.out(), lines);
            } else {
                print(lines);
            }
        }
        return ExitCodes.OK;
    }

    private void printLines(List<Map<String, Object>> lines) throws JsonProcessingException {
        for (Map<String, Object> line : lines) {
            context.out().println(JSON.writeValueAsString(line));
        }
    }

    private void print(List<Map<String, Object>> lines) {
        TextTable table =
                new TextTable(
                        "workload",
                        "compute",
                        "layout",
                        "ours ms",
                        "peer ms",
                        "peer's setting",
                        "ratio",
                        "from",
                        "to",
                        "of limit",
                        "MiB",
                        "peer's MiB");
        for (Map<String, Object> line : lines) {
            table.row(
                    text(line, "workload"),
                    text(line, "compute"),
                    text(line, "layout"),
                    text(line, "ours_ms"),
                    text(line, "peer_ms"),
                    text(line, "peer_setting"),
                    text(line, "ratio"),
                    text(line, "ratio_low"),
                    text(line, "ratio_high"),
                    text(line, "share_of_limit"),
                    text(line, "peak_mib"),
                    text(line, "peer_peak_mib"));
        }
        table.print(context.out());
    }

    private static String text(Map<String, Object> line, String key) {
        return String.valueOf(line.getOrDefault(key, ""));
    }

    private void print(Profile profile) {
        context.out()
                .printf(
                        Locale.ROOT,
                        "%s: %.1f ms a run%n%n",
                        profile.workload(),
                        profile.milliseconds() / profile.runs());
        TextTable operators = new TextTable("operator", "calls a run", "ms a run", "share");
        double inside = 0;
        for (OperatorTimes.Line line : profile.operators()) {
            inside += line.milliseconds();
        }
        for (OperatorTimes.Line line :
                profile.operators().subList(0, Math.min(SHOWN, profile.operators().size()))) {
            operators.row(
                    line.operator(),
                    Long.toString(line.calls() / profile.runs()),
                    number(line.milliseconds() / profile.runs()),
                    percent(line.milliseconds() / profile.milliseconds()));
        }
        operators.row(
                "outside operators",
                "",
                number((profile.milliseconds() - inside) / profile.runs()),
                percent(1 - inside / profile.milliseconds()));
        operators.print(context.out());
        context.out()
                .printf(
                        Locale.ROOT,
                        "%nCasts to another arithmetic: %d arrays a run, %.1f MB as fp32%n%n",
                        profile.casts(),
                        profile.castMegabytes());
        printKernels(profile);
        TextTable methods = new TextTable("method", "share");
        for (Profile.Method method :
                profile.methods().subList(0, Math.min(SHOWN, profile.methods().size()))) {
            methods.row(method.name(), percent(method.share()));
        }
        methods.print(context.out());
        context.out().println();
    }

    /** The longest of libtorch's own operators, and those that only copy. */
    private void printKernels(Profile profile) {
        TextTable kernels =
                new TextTable("inside libtorch, backward too", "calls", "ms", "million numbers");
        int row = 0;
        for (KernelTimes.Line line : profile.kernels()) {
            if (row++ < SHOWN || COPIES.contains(line.operator())) {
                kernels.row(
                        line.operator(),
                        Long.toString(line.calls()),
                        number(line.milliseconds()),
                        number(line.millions()));
            }
        }
        kernels.print(context.out());
        context.out().println();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
