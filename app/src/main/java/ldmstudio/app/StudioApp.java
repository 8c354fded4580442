package ldmstudio.app;

import javafx.animation.AnimationTimer;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Stage;
import ldmstudio.app.concurrent.FxProbe;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.workspace.ConfigFolder;
import org.jspecify.annotations.Nullable;

/** The JavaFX application: makes one {@link Studio} and shows its window. */
public final class StudioApp extends Application {
    private @Nullable Studio studio;
    private @Nullable FxProbe probe;

    @Override
    public void start(Stage stage) {
        FxProbe measuring = null;
        if (Boolean.getBoolean("ldmstudio.probe")) {
            measuring = FxProbe.forWindow();
            measuring.start();
            measuring.printOnExit();
        }
        probe = measuring;
        Studio made = new Studio(stage, ConfigFolder.locate(), JobRunner.forWindow());
        studio = made;
        made.open();
        if (measuring != null) {
            noteFirstPaint(stage.getScene(), measuring);
        }
    }

    @Override
    public void stop() {
        if (studio != null) {
            studio.close();
        }
        if (probe != null) {
            probe.close();
        }
    }

    private static void noteFirstPaint(Scene scene, FxProbe probe) {
        // The first pulse lays out and paints; when the second one begins, the frame is out.
        new AnimationTimer() {
            private int pulses;

            @Override
            public void handle(long now) {
                if (scene.getWindow() != null && ++pulses == 2) {
                    probe.painted();
                    stop();
                    if (Boolean.getBoolean("ldmstudio.probe.leave")) {
                        Platform.exit();
                    }
                }
            }
        }.start();
    }
}
