package ldmstudio.app.screen.interpolate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import ldmstudio.app.client.WorkerException;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.notify.Notifications;
import ldmstudio.app.testing.FakeWorker;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.workspace.RunCatalog;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.run.DemoModel;
import ldmstudio.engine.worker.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterpolateViewModelTest {
    @TempDir Path folder;
    private final FakeWorker worker = WalkFrames.worker();
    private final List<Runnable> later = new ArrayList<>();
    private InterpolateViewModel model;

    @BeforeEach
    void open() {
        // Pictures of the window need its toolkit.
        Fx.start();
        System.setProperty(DemoModel.SWITCH, "none");
        model = make(Runnable::run);
    }

    @AfterEach
    void withDemo() {
        System.clearProperty(DemoModel.SWITCH);
    }

    private InterpolateViewModel make(java.util.concurrent.Executor background) {
        return new InterpolateViewModel(
                new JobRunner(background, Runnable::run),
                new Notifications(Runnable::run),
                new RunCatalog(),
                work -> worker,
                () -> folder.resolve("work"));
    }

    private Path run(String name) {
        return folder.resolve("work/runs").resolve(name);
    }

    private void workOff() {
        while (!later.isEmpty()) {
            later.remove(0).run();
        }
    }

    @Test
    void whatIsTypedWhileTheModelLoadsStaysAndIsDrawnAsTheModelDrawsByItself() {
        model = make(later::add);
        model.begin(run("a"));
        assertThat(model.phase()).isEqualTo(InterpolateViewModel.Phase.LOADING);
        model.editor().setKeyframe("prompt", "a red boat");
        model.editor().setKeyframe("prompt", "a red boat at night");
        workOff();
        assertThat(model.phase()).isEqualTo(InterpolateViewModel.Phase.LIVE);
        assertThat(model.editor().keyframe().prompt()).isEqualTo("a red boat at night");
        SamplingConfig how = model.editor().walk().sampling();
        assertThat(how.steps()).isEqualTo(20);
        assertThat(how.guidanceScale()).isEqualTo(3);
        Request.Frame asked =
                (Request.Frame) worker.last(Request.Frame.class).orElseThrow().request();
        assertThat(asked.walk().keyframes().get(0).prompt()).isEqualTo("a red boat at night");
        assertThat(asked.walk().sampling()).isEqualTo(how);
    }

    @Test
    void whoeverTypesNothingGetsTheExampleOfTheModel() {
        model = make(later::add);
        model.begin(run("a"));
        workOff();
        assertThat(model.editor().keyframe().prompt()).isEqualTo("a small red circle");
    }

    @Test
    void aMissingPictureIsToldAndAnotherOneEndsTheTrouble() {
        model.begin(run("a"));
        worker.never(Request.Frame.class);
        model.putPicture(folder.resolve("gone.png"));
        worker.last(Request.Frame.class)
                .orElseThrow()
                .answer()
                .completeExceptionally(
                        new WorkerException("There is no picture gone.png.", "", "trace"));
        assertThat(model.phase()).isEqualTo(InterpolateViewModel.Phase.FAILED);
        assertThat(model.trouble().words()).contains("gone.png");
        worker.always(Request.Frame.class, request -> WalkFrames.answer((Request.Frame) request));
        model.putPicture(folder.resolve("there.png"));
        assertThat(model.phase()).isEqualTo(InterpolateViewModel.Phase.LIVE);
    }

    @Test
    void noPictureOfTheFormerModelIsShownBesideOneThatCannotBeLoaded() {
        model = make(later::add);
        model.begin(run("a"));
        workOff();
        assertThat(model.live().shownProperty().get()).isNotNull();
        worker.never(Request.Load.class);
        model.begin(run("b"));
        // A job waits for its answer, which this thread is to give.
        new Thread(this::workOff).start();
        Fx.await("asked", () -> worker.count(Request.Load.class) == 2);
        worker.last(Request.Load.class)
                .orElseThrow()
                .answer()
                .completeExceptionally(new WorkerException("There is no model b.", "", ""));
        Fx.await("told", () -> model.phase() == InterpolateViewModel.Phase.FAILED);
        assertThat(model.live().shownProperty().get()).isNull();
        model.editor().setKeyframe("prompt", "anything");
        assertThat(model.phase()).isEqualTo(InterpolateViewModel.Phase.FAILED);
    }

    @Test
    void whatTheWorkerSaysOfThePicturesAtTheEndsComesWithTheFrame() {
        worker.always(
                Request.Frame.class,
                request -> {
                    Request.Frame frame = (Request.Frame) request;
                    return Map.of(
                            "png",
                            WalkFrames.png(frame.at(), frame.atY(), frame.steps()),
                            "notices",
                            List.of("a.png was drawn by another model."));
                });
        model.begin(run("a"));
        LiveFrame shown = model.live().shownProperty().get();
        assertThat(shown).isNotNull();
        assertThat(shown.notices()).containsExactly("a.png was drawn by another model.");
    }

    @Test
    void timesOfAnotherKindOfWalkSayNothingAboutThisOne() {
        model.begin(run("a"));
        FrameGovernor governor = model.live().governor();
        for (int i = 0; i < 6; i++) {
            governor.drew(900);
        }
        assertThat(governor.holdsBack()).isTrue();
        model.editor().setMode("circle");
        assertThat(governor.holdsBack()).isFalse();
        assertThat(governor.rate()).as("the first frame also readies its ends").isZero();
        governor.drew(100);
        assertThat(governor.rate()).isEqualTo(10);
    }

    private Request.Frame asked() {
        return (Request.Frame) worker.last(Request.Frame.class).orElseThrow().request();
    }

    /** The slider rests. */
    private void rest() {
        model.live().tick(2_000_000_000L * ++ticks);
    }

    private long ticks;

    @Test
    void theSliderIsRetimedAsTheFilmIsAndSaysByWhichMeasure() {
        worker.always(
                Request.Pace.class,
                request ->
                        Map.of(
                                "times",
                                List.of(0, 0.5, 1),
                                "gone",
                                List.of(0.0, 0.9, 1.0),
                                "measure",
                                "pixels at several scales (not LPIPS)"));
        model.begin(run("a"));
        model.live().seek(0.45, 0);
        rest();
        assertThat(model.live().wholeAt()).isEqualTo(0.45);
        assertThat(worker.count(Request.Pace.class)).as("nobody asked for it").isZero();
        model.editor().set("retime", "features");
        rest();
        Request.Pace pace = (Request.Pace) worker.last(Request.Pace.class).orElseThrow().request();
        assertThat(pace.walk().retime()).isEqualTo("features");
        assertThat(model.live().pace().words()).endsWith("(not LPIPS)");
        rest();
        assertThat(model.live().wholeAt()).as("the same place").isEqualTo(0.25);
        assertThat(asked().walk().retime()).as("decides no pixel").isEqualTo("none");
        model.steps().keyframes(1);
        assertThat(model.live().at()).isEqualTo(1);
        model.live().drag(0.9, 0);
        assertThat(asked().at()).isEqualTo(0.5);
        model.live().release();
        model.editor().setKeyframe("prompt", "something else");
        model.live().seek(0.3, 0);
        assertThat(asked().at()).as("not measured yet").isEqualTo(0.3);
        rest();
        assertThat(worker.count(Request.Pace.class)).isEqualTo(2);
        model.editor().set("retime", "none");
        rest();
        assertThat(model.live().wholeAt()).isEqualTo(0.3);
        assertThat(model.live().pace().words()).isEmpty();
    }

    @Test
    void aMeasuringThatFailsLeavesTheTimesAsTheyAreAndSaysWhy() {
        model.begin(run("a"));
        model.editor().set("retime", "features");
        rest();
        FakeWorker.Asked pace = worker.last(Request.Pace.class).orElseThrow();
        assertThat(model.live().pace().words()).startsWith("measuring");
        pace.answer().completeExceptionally(new WorkerException("Not a file of weights.", "", ""));
        assertThat(model.live().pace().words()).isEqualTo("not re-timed: Not a file of weights.");
        model.live().seek(0.3, 0);
        assertThat(asked().at()).isEqualTo(0.3);
        assertThat(model.phase()).isEqualTo(InterpolateViewModel.Phase.LIVE);
    }
}
