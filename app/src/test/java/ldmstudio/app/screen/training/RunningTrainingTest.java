package ldmstudio.app.screen.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import ldmstudio.app.AppContext;
import ldmstudio.app.chart.ChartMarker;
import ldmstudio.app.client.WorkerDeath;
import ldmstudio.app.client.WorkerException;
import ldmstudio.app.jobs.JobCenter;
import ldmstudio.app.screen.autoencoder.AutoencoderContent;
import ldmstudio.app.testing.FakeWorker;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.ScreenshotHarness;
import ldmstudio.app.testing.StudioWindow;
import ldmstudio.engine.run.Event;
import ldmstudio.engine.run.RunFolder;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The autoencoder's page while a training goes on; the test plays the worker. */
class RunningTrainingTest {
    @TempDir Path folder;
    private final FakeWorker worker = new FakeWorker();

    private FakeWorker.Asked asked(Class<? extends Request> type) {
        Fx.await(type.getSimpleName(), () -> worker.last(type).isPresent());
        return worker.last(type).orElseThrow();
    }

    private static void awaitText(Scene scene, String id, String text) {
        Fx.await(
                id + " says " + text,
                () -> scene.lookup("#" + id) instanceof Label l && l.getText().contains(text));
    }

    @SuppressWarnings("unchecked")
    private static <N extends Node> N node(Scene scene, String id) {
        return Fx.get(() -> (N) scene.lookup("#" + id));
    }

    private static Map<String, Double> numbers(long step) {
        double loss = 0.03 + 0.3 * Math.exp(-step / 120.0);
        return Map.of(
                "loss", loss,
                "reconstruction_loss", loss * 0.96,
                "kl_loss", 0.02,
                "learning_rate", 1e-3,
                "steps_per_second", 8.1);
    }

    @Test
    void theDiscriminatorIsSwitchedOnWhileTheRunGoesOnAndACrashOffersToResume() throws Exception {
        try (StudioWindow window = StudioWindow.open(folder)) {
            AppContext c = window.context();
            JobCenter jobs =
                    Fx.get(
                            () ->
                                    new JobCenter(
                                            c.runner(),
                                            workspace -> worker,
                                            c.notifications(),
                                            () -> c.workspace().folder(),
                                            () -> 0));
            AppContext own =
                    new AppContext(
                            c.runner(),
                            c.sampler(),
                            c.clockwork(),
                            c.notifications(),
                            c.actions(),
                            c.theme(),
                            c.preferences(),
                            c.workspace(),
                            c.catalog(),
                            workspace -> worker,
                            jobs,
                            c.navigator());
            TrainingScreen screen = AutoencoderContent.screen(own);
            Stage stage =
                    Fx.get(
                            () -> {
                                Scene scene =
                                        new Scene(
                                                new StackPane(screen.node()),
                                                ScreenshotHarness.WIDTH,
                                                ScreenshotHarness.HEIGHT);
                                c.theme().style(scene);
                                Stage made = new Stage();
                                made.setScene(scene);
                                made.show();
                                screen.onShown();
                                return made;
                            });
            Scene scene = stage.getScene();
            Button train = node(scene, "train");
            Fx.run(train::fire);
            FakeWorker.Asked training = asked(Request.Train.class);
            Request.Train request = (Request.Train) training.request();
            awaitText(scene, "run-word", "Starting");
            Fx.await("locked", () -> scene.lookup("#field-training-batch_size").isDisabled());

            RunFolder run = RunFolder.create(Path.of(request.runDir()), request.configYaml());
            try {
                play(run, training);
                awaitText(scene, "run-word", "Training");
                awaitText(scene, "run-progress", "step 400");
                Fx.await("pictures", () -> !screen.model().story().previewSteps().isEmpty());

                ToggleButton on = node(scene, "disc-now");
                Fx.await("switch", () -> !on.isDisabled());
                Fx.run(on::fire);
                FakeWorker.Asked set = asked(Request.Set.class);
                assertThat(((Request.Set) set.request()).key()).isEqualTo("disc_start");
                assertThat(((Request.Set) set.request()).value()).isEqualTo("now");
                awaitText(scene, "disc-state", "asked for");
                set.answer().complete(new Reply.Ok(set.request().id(), Map.of()));
                run.append(new Event.DiscriminatorChanged(1, 401, "now", 0, true));
                run.append(new Event.Step(1, 410, numbers(410)));
                awaitText(scene, "disc-state", "on since step 401");
                assertThat(Fx.get(() -> screen.board().charts().get(0).markers()))
                        .extracting(ChartMarker::label)
                        .contains("discriminator on");
                assertThat(Fx.get(on::isSelected)).isTrue();

                TextField rate = node(scene, "field-training-learning_rate");
                assertThat(Fx.get(rate::isDisabled)).isFalse();
                Fx.run(() -> rate.setText("5e-4"));
                Fx.await(
                        "rate",
                        () ->
                                worker.last(Request.Set.class)
                                        .map(a -> ((Request.Set) a.request()).key())
                                        .filter("learning_rate"::equals)
                                        .isPresent());
                Fx.run(() -> screen.board().paintNow());
                ScreenshotHarness.save("autoencoder-running", scene, c.theme());
            } finally {
                run.close();
            }
            worker.die(new WorkerDeath(137, false, "It was killed from outside.", List.of()));
            training.answer()
                    .completeExceptionally(
                            new WorkerException("The worker is gone.", "", "exit code 137"));
            awaitText(scene, "run-word", "Crashed");
            awaitText(scene, "run-trouble-words", "killed from outside");
            Fx.run(
                    () -> {
                        screen.onHidden();
                        stage.close();
                    });
        }
    }

    private void play(RunFolder run, FakeWorker.Asked training) throws Exception {
        String id = training.request().id();
        training.during().accept(new Reply.Progress(id, "Training", 0, 0, 1000, List.of(), 0));
        run.append(
                new Event.Started(
                        1,
                        0,
                        1000,
                        "autoencoder",
                        "0.1.0",
                        "cpu",
                        "bf16",
                        2,
                        "f00d",
                        20_000,
                        1_834_127,
                        4711));
        run.append(new Event.DiscriminatorChanged(1, 0, "off", 0, false));
        TestRuns.preview(run, 0);
        for (long step = 10; step <= 400; step += 10) {
            run.append(new Event.Step(1, step, numbers(step)));
            if (step % 200 == 0) {
                run.append(new Event.Evaluation(1, step, Map.of("val_psnr", 18 + step / 60.0)));
                TestRuns.preview(run, step);
            }
        }
        worker.setHeartbeat(
                new Reply.Heartbeat("training", "Training", 400, 1000, 8.1, 74, 812, 412, 0.1));
    }
}
