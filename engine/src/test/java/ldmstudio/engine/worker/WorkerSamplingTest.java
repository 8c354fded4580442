package ldmstudio.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.config.VideoConfig;
import ldmstudio.engine.config.WalkConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Models, pictures, texts and walks of a worker, without a training. */
@Timeout(60)
class WorkerSamplingTest {
    private final FakeEngine engine = new FakeEngine();
    private PipedWorker worker;

    @BeforeEach
    void start() throws IOException {
        worker = new PipedWorker(engine, Duration.ofSeconds(20));
    }

    @AfterEach
    void end() throws IOException, InterruptedException {
        worker.close();
    }

    @Test
    void aModelIsLoadedAndSampledWithPreviews() throws Exception {
        worker.send(new Request.Sample("0", settings(1)));
        assertThat(worker.failure("0").message()).isEqualTo("no model is loaded");
        worker.send(new Request.Load("1", "runs/absent"));
        assertThat(worker.failure("1").message()).isEqualTo("no such model");
        worker.send(new Request.Load("2", "runs/a"));
        assertThat(worker.ok("2").payload()).containsEntry("img_size", 8);
        worker.send(new Request.Sample("3", settings(2)));
        engine.samplingSteps.add("1");
        Reply preview = worker.await(r -> r instanceof Reply.Progress p && !p.previews().isEmpty());
        assertThat(((Reply.Progress) preview).previews().get(0)).startsWith("iVBORw0KGgo");
        assertThat(((Reply.Progress) preview).fraction()).isEqualTo(0.5);
        worker.heartbeat(h -> h.state().equals("sampling") && h.step() == 1);
        engine.samplingSteps.add("2");
        worker.await(r -> r instanceof Reply.SampleImage i && i.index() == 0);
        worker.await(r -> r instanceof Reply.SampleImage i && i.index() == 1);
        assertThat(worker.ok("3").payload()).containsEntry("count", 2);
        assertThat(engine.asked).containsExactly("load " + Path.of("runs/a"));
    }

    @Test
    void modelsAreKeptWhileThereIsRoomAndTheLeastRecentlyUsedLeaves() throws Exception {
        worker.send(new Request.Load("1", "runs/a"));
        worker.ok("1");
        drawWith("2", "runs/b");
        drawWith("3", "");
        drawWith("4", "runs/b");
        assertThat(engine.asked)
                .containsExactly("load " + Path.of("runs/a"), "load " + Path.of("runs/b"));
        // Two fit; the third takes the place of the one that was not drawn with for longest.
        drawWith("5", "runs/c");
        assertThat(engine.asked)
                .endsWith("closed " + Path.of("runs/a"), "load " + Path.of("runs/c"));
        // The loaded one comes back where it is asked for.
        drawWith("6", "");
        assertThat(engine.drawnWith)
                .containsExactly(
                        Path.of("runs/b"),
                        Path.of("runs/a"),
                        Path.of("runs/b"),
                        Path.of("runs/c"),
                        Path.of("runs/a"));
        assertThat(engine.asked)
                .endsWith("closed " + Path.of("runs/b"), "load " + Path.of("runs/a"));
        worker.send(new Request.Load("7", "runs/absent"));
        assertThat(worker.failure("7").message()).isEqualTo("no such model");
        drawWith("8", "");
        assertThat(engine.drawnWith).endsWith(Path.of("runs/a"));
    }

    @Test
    void textsAreReadByTheLoadedModelWhilePicturesAreDrawn() throws Exception {
        worker.send(new Request.Tokens("0", "a"));
        assertThat(worker.failure("0").message()).isEqualTo("no model is loaded");
        worker.send(new Request.Load("1", "runs/a"));
        worker.ok("1");
        worker.send(new Request.Sample("2", settings(100)));
        worker.heartbeat(h -> h.state().equals("sampling"));
        worker.send(new Request.Tokens("3", "a red circle"));
        assertThat(worker.ok("3").payload())
                .containsEntry("count", 3)
                .containsEntry("tokens", List.of("a", "red", "circle"));
        worker.send(new Request.Vocabulary("4"));
        assertThat(worker.ok("4").payload()).containsEntry("words", List.of("a", "circle"));
    }

    private void drawWith(String id, String model) throws Exception {
        worker.send(new Request.Sample(id, settings(1).withModel(model)));
        engine.samplingSteps.add("1");
        worker.ok(id);
    }

    @Test
    void aTrajectoryIsToldStateByState() throws Exception {
        worker.send(
                Request.Trajectory.of(
                        "1",
                        settings(1).withHow(settings(1).how().with("steps", 3)).withModel("b"),
                        ""));
        for (int step = 0; step <= 3; step++) {
            int wanted = step;
            worker.await(r -> r instanceof Reply.StepPictures p && p.step() == wanted);
        }
        assertThat(worker.ok("1").payload())
                .containsEntry("states", 4)
                .containsEntry("branch_states", 0);
    }

    @Test
    void aSamplingIsCancelledByItsId() throws Exception {
        worker.send(new Request.Load("1", "runs/a"));
        worker.ok("1");
        worker.send(new Request.Cancel("2", "nobody"));
        assertThat(worker.failure("2").message()).contains("nobody");
        worker.send(new Request.Sample("3", settings(100)));
        worker.heartbeat(h -> h.state().equals("sampling"));
        worker.send(new Request.Sample("4", settings(1)));
        assertThat(worker.failure("4").message()).startsWith("already running");
        worker.send(new Request.Cancel("5", "3"));
        worker.ok("5");
        assertThat(worker.failure("3").message()).isEqualTo("cancelled");
        worker.send(new Request.Sample("6", settings(1)));
        engine.samplingSteps.add("1");
        worker.ok("6");
    }

    private static Request.Frame frame(String id, double at, int steps) {
        return new Request.Frame(id, "runs/a", WalkConfig.defaults(), at, 0, steps);
    }

    @Test
    void ofThePicturesOfASliderOnlyTheNewestIsDrawn() throws Exception {
        worker.send(frame("1", 0.1, 2));
        assertThat(asked()).isEqualTo("load " + Path.of("runs/a"));
        assertThat(asked()).isEqualTo("frame 0.1");
        worker.send(frame("2", 0.2, 2));
        worker.send(frame("3", 0.3, 2));
        assertThat(worker.failure("2").message()).isEqualTo("superseded");
        engine.samplingSteps.add("1");
        assertThat(worker.ok("1").payload())
                .containsEntry("at", 0.1)
                .containsEntry("png", "Cg==")
                .containsKey("milliseconds");
        assertThat(asked()).isEqualTo("frame 0.3");
        engine.samplingSteps.add("2");
        worker.ok("3");
    }

    @Test
    void aPictureInFullQualityIsGivenUpWhenTheSliderMovesAgain() throws Exception {
        worker.send(frame("1", 0.1, 0));
        assertThat(asked()).startsWith("load");
        assertThat(asked()).isEqualTo("frame 0.1");
        worker.send(frame("2", 0.2, 2));
        assertThat(worker.failure("1").message()).isEqualTo("superseded");
        assertThat(asked()).isEqualTo("frame 0.2");
        worker.send(new Request.Cancel("3", "2"));
        worker.ok("3");
        assertThat(worker.failure("2").message()).isEqualTo("cancelled");
    }

    @Test
    void aFilmMakesSlidersWaitAndSaysWhatIsLeft() throws Exception {
        worker.send(frame("1", 0.1, 2));
        assertThat(asked()).startsWith("load");
        assertThat(asked()).isEqualTo("frame 0.1");
        worker.send(
                new Request.Render(
                        "2", "runs/a", WalkConfig.defaults(), VideoConfig.defaults(), "a.mp4"));
        assertThat(worker.failure("1").message()).isEqualTo("superseded");
        worker.await(r -> r instanceof Reply.Progress p && p.text().contains(" of 96"));
        assertThat(worker.ok("2").payload())
                .containsEntry("path", "a.mp4")
                .containsEntry("frames", 96)
                .containsEntry("seconds", 4.0)
                .containsEntry("notices", List.of("a notice"));
    }

    private String asked() throws InterruptedException {
        return String.valueOf(engine.asked.poll(20, TimeUnit.SECONDS));
    }

    private static SampleSettings settings(int steps) {
        return new SampleSettings(
                List.of(), List.of(), SamplingConfig.of("ddim", steps, 1, 0, 1, 2, 1), 1, "out");
    }
}
