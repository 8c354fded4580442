package ldmstudio.engine.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import ldmstudio.engine.config.MachineConfig;
import ldmstudio.engine.run.AllocatorSettings;
import ldmstudio.engine.run.HeapSettings;
import ldmstudio.engine.tensor.CastCount;
import ldmstudio.engine.tensor.Devices;
import ldmstudio.engine.tensor.KernelTimes;
import ldmstudio.engine.tensor.OperatorTimes;
import ldmstudio.engine.tensor.Ops;
import org.jspecify.annotations.Nullable;

/**
 * Runs workloads here and in the peer, A B A B, each run in a process of its own, so that neither
 * profits from the other's caches and memory is each one's own.
 */
public final class Bench {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A quick look at each of the peer's settings is enough to find its best. */
    private static final int QUICK = 3;

    private final BenchPlan plan;
    private final Consumer<String> said;

    /**
     * @param said hears what is being measured
     */
    public Bench(BenchPlan plan, Consumer<String> said) {
        this.plan = plan;
        this.said = said;
    }

    /** A line of {@code --json} for each workload. */
    public List<Map<String, Object>> run() throws IOException, InterruptedException {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (String word : plan.workloads()) {
            if (Reading.isWord(word)) {
                lines.addAll(new ReadingBench(plan, said).run(Reading.of(word)));
            } else if (Starting.isWord(word)) {
                said.accept(word);
                lines.add(Starting.of(word).run(plan.repeat()));
            } else {
                lines.add(compare(Workload.of(word)).toMap());
            }
        }
        return lines;
    }

    private Comparison compare(Workload workload) throws IOException, InterruptedException {
        String line = plan.peer();
        Peer peer = line == null ? null : peer(line, workload);
        if (line != null && peer == null) {
            said.accept(
                    workload.word()
                            + ": measured alone, its peer is a script that the peer's Python runs,"
                            + " and \""
                            + line
                            + "\" runs no Python script");
        }
        Path models = plan.models();
        if (models.toString().isEmpty() && peer != null && BenchModels.complete(peer.folder())) {
            models = peer.folder();
        }
        Peer.Setting setting = peer == null ? null : setting(peer, workload);
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        double peak = 0;
        double peerPeak = 0;
        Measurement last = null;
        for (int round = 0; round < plan.rounds(); round++) {
            said.accept(workload.word() + ", round " + (round + 1) + ": ours");
            last = child(workload, models);
            ours.add(last.median());
            peak = Math.max(peak, last.peakMib());
            if (peer != null && setting != null) {
                said.accept(workload.word() + ", round " + (round + 1) + ": peer, " + setting);
                Peer.Answer answer = peer.run(workload.word(), setting, plan.repeat());
                theirs.add(answer.milliseconds());
                peerPeak = Math.max(peerPeak, answer.peakMib());
            }
        }
        if (last == null) {
            throw new IllegalStateException("no round");
        }
        return new Comparison(last, ours, theirs, setting, peak, peerPeak);
    }

    /** Who knows the workload; null: nobody. */
    private static @Nullable Peer peer(String line, Workload workload) throws IOException {
        Peer given = new Peer(line);
        return workload.peerHasIt() ? given : given.ours();
    }

    /** The peer's fastest layout, in fp32 or in whatever it is fastest in. */
    private Peer.Setting setting(Peer peer, Workload workload)
            throws IOException, InterruptedException {
        List<String> dtypes = plan.best() ? List.of("fp32", "bf16") : List.of("fp32");
        Peer.Setting best = null;
        double least = Double.POSITIVE_INFINITY;
        for (Peer.Setting setting : Peer.settings(dtypes)) {
            said.accept(workload.word() + ": the peer in " + setting);
            double time =
                    peer.run(workload.word(), setting, Math.min(QUICK, plan.repeat()))
                            .milliseconds();
            if (time < least) {
                least = time;
                best = setting;
            }
        }
        if (best == null) {
            throw new IllegalStateException("no setting");
        }
        return best;
    }

    private Measurement child(Workload workload, Path models)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        String threads = System.getProperty("ldmstudio.threads");
        if (threads != null) {
            command.add("-Dldmstudio.threads=" + threads);
        }
        command.addAll(HeapSettings.OPTIONS);
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        "ldmstudio.engine.cli.Ldm",
                        "bench",
                        workload.word(),
                        "--here",
                        "--compute",
                        plan.compute(),
                        "--layout",
                        plan.layout(),
                        "--warm-up",
                        Double.toString(plan.warmUp()),
                        "--repeat",
                        Integer.toString(plan.repeat()),
                        "--models",
                        models.toString()));
        JsonNode said =
                JSON.readTree(ChildProcess.run(command, AllocatorSettings::give).lastLine());
        return new Measurement(
                said.path("workload").asText(),
                said.path("compute").asText(),
                said.path("layout").asText(),
                said.path("threads").asInt(),
                JSON.convertValue(said.path("milliseconds"), double[].class),
                said.path("flops").asDouble(),
                said.path("flops_per_second").asDouble(),
                said.path("peak_mib").asDouble());
    }

    /** Measures one workload in this process; what it prints is for {@link #child}. */
    public static String here(String workload, BenchPlan plan) throws IOException {
        try (Ops ops =
                Devices.open(new MachineConfig("auto", plan.compute(), 0, 0, plan.layout()))) {
            return JSON.writeValueAsString(
                    Measurement.take(ops, Workload.of(workload), plan).toMap());
        }
    }

    /** Measures the reading of files in this process. */
    public static String reading(String workload, Path folder, int workers, int repeat)
            throws IOException {
        return ReadingBench.here(Reading.of(workload), folder, workers, repeat);
    }

    /** Where the time of a workload goes, by operator and by Java method. */
    public static Profile profile(String workload, BenchPlan plan) throws IOException {
        try (Ops ops =
                Devices.open(new MachineConfig("auto", plan.compute(), 0, 0, plan.layout()))) {
            Workload.Task task = Workload.of(workload).open(ops, plan.models());
            task.run();
            CastCount casts = new CastCount(ops);
            ops.watch(casts);
            task.run();
            OperatorTimes times = new OperatorTimes();
            ops.watch(times);
            long start = System.nanoTime();
            List<Profile.Method> methods;
            try (StackSampler sampler = new StackSampler(Thread.currentThread())) {
                for (int i = 0; i < plan.repeat(); i++) {
                    task.run();
                }
                methods = sampler.methods();
            }
            double total = (System.nanoTime() - start) / 1e6;
            ops.watch(null);
            return new Profile(
                    workload,
                    plan.repeat(),
                    total,
                    times.lines(),
                    casts.arrays(),
                    casts.megabytes(),
                    KernelTimes.of(task::run),
                    methods);
        }
    }
}
