package ldmstudio.engine.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.checkpoint.ModelFolder;
import ldmstudio.engine.tensor.FlopCount;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class BenchTest {
    @TempDir Path folder;

    @Test
    void operationsAreCountedForwardAndForEachGradientThatIsAskedFor() {
        try (Ops ops = Ops.cpu();
                Scope scope = Scope.open()) {
            NDArray x = ops.ones(2, 3, 8, 8);
            NDArray weight = ops.ones(5, 3, 3, 3);
            NDArray bias = ops.zeros(5);
            FlopCount plain = new FlopCount(ops);
            ops.watch(plain);
            ops.conv2d(x, weight, bias, 2, 1);
            double conv = 2.0 * (2 * 5 * 4 * 4) * (3 * 3 * 3);
            assertThat(plain.total()).isEqualTo(conv);
            ops.linear(ops.ones(7, 11), ops.ones(13, 11));
            assertThat(plain.total()).isEqualTo(conv + 2.0 * 7 * 11 * 13);

            weight.setRequiresGradient(true);
            FlopCount recorded = new FlopCount(ops);
            ops.watch(recorded);
            try (Gradients.Recording on = Gradients.record()) {
                ops.conv2d(x, weight, bias, 2, 1);
            }
            assertThat(recorded.total()).as("the picture needs no gradient").isEqualTo(2 * conv);
        }
    }

    @Test
    void everyWorkloadRunsAndIsFiniteOnSmallModels() throws IOException {
        smallModels();
        for (String word :
                List.of("stage1-step", "stage1-gan-step", "stage2-step", "sample", "decode")) {
            try (Ops ops = Ops.cpu()) {
                Measurement taken =
                        Measurement.take(
                                ops,
                                Workload.of(word),
                                new BenchPlan(
                                        List.of(word),
                                        "fp32",
                                        "auto",
                                        0,
                                        1,
                                        1,
                                        folder,
                                        null,
                                        false));
                assertThat(taken.flops()).as(word).isPositive();
                assertThat(taken.flopsPerSecond()).as(word).isPositive();
                assertThat(taken.median()).as(word).isPositive();
                assertThat(taken.peakMib()).as(word).isPositive();
            }
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the peer of this test is a shell script")
    void bothSidesTakeTurnsAndThePeersFasterSettingIsItsBest() throws Exception {
        smallModels();
        Path calls = folder.resolve("calls.txt");
        Path peer = folder.resolve("peer.sh");
        Files.writeString(
                peer,
                "echo \"$@\" >> "
                        + calls
                        + "\ncase \"$*\" in *bf16*nhwc*) ms=40;; *bf16*) ms=50;; *) ms=80;; esac\n"
                        + "echo '{\"median_ms\": '$ms'}'\n");
        List<String> said = new ArrayList<>();
        BenchPlan plan =
                new BenchPlan(
                        List.of("decode"), "fp32", "auto", 0, 1, 2, folder, "sh " + peer, true);
        Map<String, Object> line = new Bench(plan, said::add).run().get(0);
        assertThat(line).containsEntry("workload", "decode").containsEntry("compute", "fp32");
        assertThat(line).as("drawing on a processor").containsEntry("layout", "nhwc");
        assertThat(line).containsEntry("peer_setting", "bf16 nhwc").containsEntry("peer_ms", 40.0);
        double ratio = (double) line.get("ratio");
        assertThat(ratio).isPositive();
        assertThat((double) line.get("ratio_low")).isLessThanOrEqualTo(ratio + 1e-3);
        assertThat((double) line.get("ratio_high")).isGreaterThanOrEqualTo(ratio - 1e-3);
        assertThat(Files.readAllLines(calls))
                .as("four looks for the best, then one run in each round")
                .hasSize(6)
                .last()
                .isEqualTo("--dtype bf16 --layout nhwc --repeat 1 decode");
        assertThat(said).filteredOn(words -> words.contains("round")).hasSize(4);
    }

    @Test
    void theTransformersWorkloadsRunInThePeersPythonWithOurScript() throws Exception {
        Path script = Files.writeString(folder.resolve("peer.py"), "");
        // Instead of Python: says how it was called.
        Path python = folder.resolve("python.sh");
        Files.writeString(python, "echo \"{\\\"median_ms\\\": $(grep -c tld-sample $1)}\"\n");
        Peer ours = new Peer("sh " + python + " " + script).ours();
        assertThat(ours).isNotNull();
        assertThat(ours.run("tld-sample", new Peer.Setting("fp32", "nchw"), 1).milliseconds())
                .as("lines of the script that name the workload")
                .isGreaterThan(1);
        assertThat(new Peer("a program").ours()).as("no Python").isNull();
    }

    @Test
    void wrongWordsAndAPeerThatFailsAreSaidInWords() throws IOException {
        assertThatThrownBy(
                        () ->
                                new BenchPlan(
                                        List.of("speed"),
                                        "fp32",
                                        "auto",
                                        0,
                                        1,
                                        1,
                                        Path.of(""),
                                        null,
                                        false))
                .hasMessageContaining("no workload 'speed'")
                .hasMessageContaining("stage2-step");
        assertThatThrownBy(
                        () ->
                                new BenchPlan(
                                        List.of(), "fp32", "auto", 0, 1, 1, folder, null, false))
                .hasMessageContaining("vae.json");
        assertThatThrownBy(
                        () -> new Peer("false").run("encode", new Peer.Setting("fp32", "nchw"), 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("false --dtype fp32")
                .hasMessageContaining("ended with 1");
        assertThatThrownBy(() -> plan("encode", "fp8", 1, null)).hasMessageContaining("fp8");
        assertThatThrownBy(() -> plan("encode", "fp32", 0, null))
                .hasMessageContaining("repeat is 0");
        assertThatThrownBy(
                        () ->
                                new BenchPlan(
                                        List.of("encode"),
                                        "fp32",
                                        "auto",
                                        -1,
                                        1,
                                        1,
                                        Path.of(""),
                                        null,
                                        false))
                .hasMessageContaining("warm-up is -1.0 s");
        assertThatThrownBy(() -> plan("encode", "fp32", 1, " "))
                .hasMessageContaining("command is empty");
        assertThatThrownBy(() -> answer("/nowhere/python peer.py"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/nowhere/python could not be started");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the peer of this test is a shell script")
    void whatIsNoTimeIsNoAnswerOfThePeer() throws IOException {
        for (String said : List.of("hello world", "[1]", "", "{\"median_ms\": 0}", "null")) {
            Path peer = Files.writeString(folder.resolve("peer.sh"), "echo '" + said + "'\n");
            assertThatThrownBy(() -> answer("sh " + peer))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no JSON object with a time")
                    .hasMessageContaining("'" + said + "'");
        }
    }

    private static Peer.Answer answer(String peer) throws IOException, InterruptedException {
        return new Peer(peer).run("encode", new Peer.Setting("fp32", "nchw"), 1);
    }

    private static BenchPlan plan(String word, String compute, int repeat, String peer) {
        return new BenchPlan(
                List.of(word), compute, "auto", 0, repeat, 1, Path.of(""), peer, false);
    }

    private void smallModels() throws IOException {
        for (String file : List.of("vae.json", "vae_sd.json")) {
            Map<String, Object> vae = new LinkedHashMap<>(BenchModels.read(Path.of(""), file));
            List<?> blocks = (List<?>) vae.get("block_out_channels");
            vae.put("block_out_channels", blocks.stream().map(c -> 4).toList());
            vae.put("layers_per_block", 1);
            vae.put("norm_num_groups", 2);
            ModelFolder.writeJson(folder.resolve(file), vae);
        }
        Map<String, Object> unet = new LinkedHashMap<>(BenchModels.read(Path.of(""), "unet.json"));
        unet.put("block_out_channels", List.of(8, 8));
        unet.put("layers_per_block", 1);
        unet.put("norm_num_groups", 2);
        ModelFolder.writeJson(folder.resolve("unet.json"), unet);
    }
}
