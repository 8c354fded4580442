package ldmstudio.app.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import ldmstudio.app.client.WorkerClient;
import ldmstudio.app.concurrent.FxProbe;
import ldmstudio.app.shell.OpenRequest;
import ldmstudio.app.testing.FakeWorkerMain;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.StudioWindow;
import ldmstudio.engine.config.Recipes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measured, so on a quiet machine: how long the window keeps a person's clicks waiting. */
@Tag("slow")
class FxThreadStaysFreeTest {
    private static final int SAMPLES = 1000;

    @Test
    void whileARunWritesAHundredStepsASecond(@TempDir Path folder) throws Exception {
        try (StudioWindow window =
                        StudioWindow.open(
                                folder,
                                work ->
                                        WorkerClient.start(
                                                FakeWorkerMain.command("writing"), work));
                FxProbe probe = FxProbe.forWindow()) {
            JobCenter jobs = window.context().jobs();
            TrainingJob job = Fx.get(() -> jobs.train(Recipes.named("shapes_autoencoder").read()));
            Fx.run(
                    () ->
                            window.context()
                                    .navigator()
                                    .show(job.screenId(), new OpenRequest.Run(job.folder())));
            Fx.await("training", () -> job.reading().totalSteps() > 0);
            probe.start();
            Fx.await("a second of probing", () -> probe.report().samples() > 100);
            // Building the screen and reading the history are over; what follows is the steady
            // state.
            probe.reset();
            Fx.await("ten seconds of probing", () -> probe.report().samples() > SAMPLES);
            System.err.println(probe.report());
            assertThat(probe.report().p99()).isLessThan(50);
            Fx.get(() -> jobs.stopAll(false)).join();
        }
    }
}
