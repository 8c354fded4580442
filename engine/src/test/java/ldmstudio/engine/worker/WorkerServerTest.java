package ldmstudio.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import ldmstudio.engine.checkpoint.SafetensorsFile;
import ldmstudio.engine.checkpoint.SafetensorsWriter;
import ldmstudio.engine.config.Recipes;
import ldmstudio.engine.config.RunConfigs;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.config.Stage1Config;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkerServerTest {
    private final FakeEngine engine = new FakeEngine();
    private PipedWorker worker;

    @BeforeEach
    void start() throws IOException {
        worker = new PipedWorker(engine, Duration.ofSeconds(20));
    }

    @AfterEach
    void end() throws IOException, InterruptedException {
        engine.open.countDown();
        worker.close();
    }

    @Test
    void aTrainingIsAnsweredAtItsEnd() throws Exception {
        worker.send(new Request.Train("t", yaml(), "runs/a"));
        assertThat(asked()).isEqualTo("train " + Path.of("runs/a"));
        assertThat(engine.config).isInstanceOf(Stage1Config.class);
        assertThat(worker.await(r -> r instanceof Reply.Progress).id()).isEqualTo("t");
        engine.script.addAll(List.of("prepare", "step", "step", "end"));
        assertThat(worker.ok("t").payload())
                .isEqualTo(
                        Map.of(
                                "state",
                                "finished",
                                "step",
                                2,
                                "run_dir",
                                Path.of("runs/a").toString()));
        assertThat(asked()).isEqualTo("closed");
        worker.heartbeat(h -> h.state().equals("idle"));
    }

    @Test
    void everyControlReachesTheTrainingAndIsAnswered() throws Exception {
        startTraining();
        worker.send(new Request.Pause("1"));
        worker.ok("1");
        worker.send(new Request.Continue("2"));
        worker.ok("2");
        worker.send(new Request.CheckpointNow("3"));
        worker.ok("3");
        worker.send(new Request.SampleNow("4"));
        worker.ok("4");
        worker.send(new Request.Set("5", "learning_rate", "1e-4"));
        worker.ok("5");
        worker.send(new Request.Set("6", "img_size", "64"));
        Reply.Failure refused = worker.failure("6");
        assertThat(refused.message()).contains("img_size");
        assertThat(refused.hint()).contains("learning_rate");
        assertThat(refused.details()).isEmpty();
        worker.send(new Request.Stop("7", true));
        worker.ok("7");
        assertThat(worker.ok("t").payload()).containsEntry("state", "stopped");
        assertThat(engine.asked)
                .containsExactly(
                        "pause",
                        "proceed",
                        "checkpoint",
                        "sample",
                        "set learning_rate 1e-4",
                        "stop true",
                        "closed");
    }

    @Test
    void heartbeatsTellWhatTheTrainingDoes() throws Exception {
        assertThat(worker.heartbeat(h -> true).state()).isEqualTo("idle");
        engine.openAtOnce = false;
        worker.send(new Request.Resume("t", "runs/a"));
        engine.script.addAll(List.of("step", "step"));
        Reply.Heartbeat training = worker.heartbeat(h -> h.step() == 2);
        assertThat(training.state()).isEqualTo("training");
        assertThat(training.totalSteps()).isEqualTo(100);
        assertThat(training.etaSeconds()).isEqualTo(98 / 4.0);
        assertThat(training.memoryMib()).isPositive();
        assertThat(training.liveArrays()).isEqualTo(17);
        engine.script.add("pause");
        assertThat(worker.heartbeat(h -> h.state().equals("paused")).quietSeconds()).isZero();
        engine.script.add("resume");
        worker.heartbeat(h -> h.state().equals("training"));
        engine.script.add("end");
        worker.ok("t");
    }

    @Test
    void aHangingStepShowsInTheHeartbeatNotAsItsLack() throws Exception {
        startTraining();
        engine.script.add("step");
        double first = worker.heartbeat(h -> h.step() == 2).quietSeconds();
        Reply.Heartbeat later = worker.heartbeat(h -> h.quietSeconds() > first + 0.05);
        assertThat(later.step()).isEqualTo(2);
        assertThat(later.state()).isEqualTo("training");
    }

    @Test
    void aSecondTrainingIsRefusedAndTheFirstGoesOn() throws Exception {
        startTraining();
        worker.send(new Request.Train("second", yaml(), "runs/b"));
        assertThat(worker.failure("second").message()).startsWith("already running");
        worker.send(new Request.Resume("third", "runs/b"));
        assertThat(worker.failure("third").message()).startsWith("already running");
        engine.script.add("end");
        worker.ok("t");
        worker.send(new Request.Resume("fourth", "runs/b"));
        engine.script.add("end");
        worker.ok("fourth");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pause", "continue", "checkpoint_now", "sample_now"})
    void aControlWithoutATrainingIsRefused(String type) throws Exception {
        worker.sendLine("{\"type\":\"" + type + "\",\"id\":\"1\"}");
        assertThat(worker.failure("1").message()).isEqualTo("no training is running");
    }

    @Test
    void aStopWhileTheTrainingGetsReadyIsNotLost() throws Exception {
        engine.openAtOnce = false;
        worker.send(new Request.Train("t", yaml(), "runs/a"));
        assertThat(asked()).startsWith("train");
        worker.send(new Request.Pause("p"));
        assertThat(worker.failure("p").message()).contains("getting ready");
        worker.send(new Request.Stop("s", false));
        worker.ok("s");
        worker.heartbeat(h -> h.state().equals("stopping"));
        engine.open.countDown();
        assertThat(worker.ok("t").payload()).containsEntry("state", "stopped");
        assertThat(asked()).isEqualTo("stop false");
    }

    @Test
    void aTrainingThatFailsSaysWhyAndLeavesTheWorkerAlive() throws Exception {
        startTraining();
        engine.script.addAll(List.of("step", "fail"));
        Reply.Failure failure = worker.failure("t");
        assertThat(failure.message()).isEqualTo("loss is NaN at step 2");
        assertThat(failure.details()).contains("IllegalStateException");
        worker.send(new Request.Train("u", yaml(), "runs/broken"));
        assertThat(worker.failure("u").hint()).isEqualTo("Choose another folder.");
        worker.send(new Request.Resume("v", "runs/a"));
        engine.script.add("memory");
        assertThat(worker.failure("v").message()).isEqualTo("out of memory");
        worker.send(new Request.Ping("w"));
        worker.ok("w");
    }

    @Test
    void aWrongConfigurationIsAnsweredWithAllItsProblems() throws Exception {
        String wrong =
                yaml().replaceFirst("seed: \\d+", "seeed: 1")
                        .replace("batch_size: ", "batch_size: x");
        worker.send(new Request.Train("t", wrong, "runs/a"));
        Reply.Failure failure = worker.failure("t");
        assertThat(failure.message()).contains("problems");
        assertThat(failure.details()).contains("seeed", "batch_size");
        assertThat(engine.asked).isEmpty();
    }

    @Test
    void trainingAndSamplingGoOnSideBySide() throws Exception {
        startTraining();
        worker.send(new Request.Load("1", "runs/a"));
        worker.ok("1");
        worker.send(new Request.Sample("2", settings(1)));
        engine.samplingSteps.add("1");
        worker.ok("2");
        engine.script.add("end");
        worker.ok("t");
    }

    @Test
    void aFileIsInspectedWhileATrainingRuns() throws Exception {
        worker.send(new Request.Inspect("1", "/models/vgg.pth", true));
        Object told = worker.ok("1").payload().get("inspection");
        assertThat(told)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("what", "VGG16 of torchvision")
                .containsEntry("sha256", "ab")
                .containsEntry("parameters", 6);
        worker.send(new Request.Inspect("2", "/models/absent", false));
        assertThat(worker.failure("2").message()).contains("/models/absent");
    }

    @Test
    void aModelIsConvertedAndRefusalsLeaveNothingBehind(@TempDir Path folder) throws Exception {
        Path in = folder.resolve("weights.safetensors");
        SafetensorsWriter weights = new SafetensorsWriter();
        weights.add("features.0.weight", new long[] {2, 3}, () -> new float[] {1, 2, 3, 4, 5, 6});
        weights.write(in);
        Path out = folder.resolve("half.safetensors");
        worker.send(convert("1", in, out, "fp16"));
        assertThat(worker.ok("1").payload()).containsEntry("out", out.toString());
        try (SafetensorsFile half = SafetensorsFile.open(out)) {
            assertThat(half.names()).containsExactly("features.0.weight");
            assertThat(half.floats("features.0.weight")).containsExactly(1, 2, 3, 4, 5, 6);
        }
        assertThat(Files.size(out)).isLessThan(Files.size(in));

        worker.send(convert("2", in, out, ""));
        assertThat(worker.failure("2").message()).contains("is there already");
        worker.send(convert("3", folder.resolve("absent.pt"), folder.resolve("x"), ""));
        assertThat(worker.failure("3").message()).contains("absent.pt");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(in, out);
        }
    }

    private static Request convert(String id, Path in, Path out, String dtype) {
        return new Request.Convert(id, in.toString(), out.toString(), "safetensors", dtype, false);
    }

    @Test
    void pingAndDeviceAreAnsweredAtOnce() throws Exception {
        worker.send(new Request.Ping("1"));
        assertThat(worker.ok("1").payload())
                .containsEntry("protocol", Protocol.VERSION)
                .containsEntry("pid", Math.toIntExact(ProcessHandle.current().pid()))
                .containsKeys("version", "java");
        worker.send(new Request.Device("2"));
        assertThat(worker.ok("2").payload()).containsEntry("report", "one processor");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "{",
                "[]",
                "{\"type\":\"dance\",\"id\":\"x\"}",
                "{\"type\":\"stop\",\"id\":\"x\"}",
                "{\"type\":\"ping\",\"id\":\"\"}",
                "{\"type\":\"resume\",\"id\":\"x\",\"run_dir\":\"a\\u0000b\"}",
                "\u0000\u0001\u0002"
            })
    void aLineOfNonsenseIsAFailureAndTheNextIsUnderstood(String line) throws Exception {
        worker.sendLine(line);
        worker.await(r -> r instanceof Reply.Failure f && !f.message().isEmpty());
        worker.send(new Request.Ping("next"));
        worker.ok("next");
    }

    @Test
    void aLineThatIsTooLongIsAFailureAndTheNextIsUnderstood() throws Exception {
        worker.sendLine("x".repeat(Protocol.MAX_REQUEST_BYTES + 5));
        Reply reply = worker.await(r -> r instanceof Reply.Failure);
        assertThat(((Reply.Failure) reply).message()).contains("longer than");
        worker.sendLine("[".repeat(500_000));
        worker.await(r -> r instanceof Reply.Failure);
        worker.send(new Request.Ping("next"));
        worker.ok("next");
    }

    @Test
    void theDeathOfTheWindowSavesTheTrainingAndEndsTheWorker() throws Exception {
        startTraining();
        worker.send(new Request.Load("1", "runs/a"));
        worker.ok("1");
        worker.send(new Request.Sample("2", settings(100)));
        worker.heartbeat(h -> true);
        worker.closeInput();
        assertThat(worker.ended()).isTrue();
        assertThat(engine.asked)
                .contains("stop true", "closed", "closed " + Path.of("runs/a"))
                .doesNotContain("stop false");
    }

    @Test
    void shutdownIsAnsweredAfterTheTrainingIsSaved() throws Exception {
        startTraining();
        worker.send(new Request.Shutdown("bye"));
        assertThat(worker.ok("t").payload()).containsEntry("state", "stopped");
        worker.ok("bye");
        assertThat(worker.ended()).isTrue();
    }

    @Test
    void aTrainingThatHangsDoesNotKeepADeadWindowsWorkerAlive() throws Exception {
        FakeEngine hanging = new FakeEngine();
        hanging.openAtOnce = false;
        PipedWorker other = new PipedWorker(hanging, Duration.ofMillis(50));
        other.send(new Request.Train("t", yaml(), "runs/a"));
        other.heartbeat(h -> h.state().equals("preparing"));
        other.closeInput();
        assertThat(other.ended()).isTrue();
        hanging.open.countDown();
    }

    private void startTraining() throws Exception {
        worker.send(new Request.Train("t", yaml(), "runs/a"));
        assertThat(asked()).startsWith("train");
        engine.script.add("step");
        worker.heartbeat(h -> h.state().equals("training"));
    }

    private String asked() throws InterruptedException {
        return String.valueOf(engine.asked.poll(20, TimeUnit.SECONDS));
    }

    private static SampleSettings settings(int steps) {
        return new SampleSettings(
                List.of(), List.of(), SamplingConfig.of("ddim", steps, 1, 0, 1, 2, 1), 1, "out");
    }

    private static String yaml() {
        return Recipes.builtIn().stream()
                .map(recipe -> recipe.read())
                .filter(config -> config instanceof Stage1Config)
                .map(RunConfigs::write)
                .findFirst()
                .orElseThrow();
    }
}
