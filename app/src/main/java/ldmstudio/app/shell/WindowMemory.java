package ldmstudio.app.shell;

import javafx.animation.PauseTransition;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.util.Duration;
import ldmstudio.app.workspace.Preferences;
import ldmstudio.app.workspace.Settings.WindowPlace;

/** Puts the window where it was, unless that place is on no screen any more. */
public final class WindowMemory {
    private static final double FIRST_WIDTH = 1280;
    private static final double FIRST_HEIGHT = 800;

    private final Stage stage;
    private final Preferences preferences;
    private final PauseTransition settled = new PauseTransition(Duration.millis(500));
    // The size before maximising is what must be remembered; the stage itself forgets it.
    private WindowPlace normal = new WindowPlace(0, 0, FIRST_WIDTH, FIRST_HEIGHT, false);

    public WindowMemory(Stage stage, Preferences preferences) {
        this.stage = stage;
        this.preferences = preferences;
    }

    public void restore() {
        stage.setMinWidth(1024);
        stage.setMinHeight(700);
        WindowPlace place = preferences.settings().window();
        if (place != null && isReachable(place)) {
            normal = place;
            stage.setX(place.x());
            stage.setY(place.y());
            stage.setWidth(place.width());
            stage.setHeight(place.height());
            stage.setMaximized(place.maximized());
        } else {
            Rectangle2D bounds = Screen.getPrimary().getVisualBounds();
            stage.setWidth(Math.min(FIRST_WIDTH, bounds.getWidth()));
            stage.setHeight(Math.min(FIRST_HEIGHT, bounds.getHeight()));
        }
        // A program that is killed does not come to save: what has stood still is kept at once.
        settled.setOnFinished(event -> save());
        stage.xProperty().addListener((property, old, now) -> note());
        stage.yProperty().addListener((property, old, now) -> note());
        stage.widthProperty().addListener((property, old, now) -> note());
        stage.heightProperty().addListener((property, old, now) -> note());
    }

    /** Remembers the place; when the window closes. */
    public void save() {
        WindowPlace place =
                new WindowPlace(
                        normal.x(),
                        normal.y(),
                        normal.width(),
                        normal.height(),
                        stage.isMaximized());
        preferences.update(s -> s.withWindow(place));
    }

    private void note() {
        if (!stage.isMaximized()
                && !stage.isFullScreen()
                && !stage.isIconified()
                && stage.getWidth() > 0
                && !Double.isNaN(stage.getX())) {
            normal =
                    new WindowPlace(
                            stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight(), false);
        }
        settled.playFromStart();
    }

    private static boolean isReachable(WindowPlace place) {
        // The title bar must be on a screen, or nobody can move the window back.
        return place.width() >= 200
                && place.height() >= 200
                && !Screen.getScreensForRectangle(place.x() + 40, place.y() + 8, 80, 16).isEmpty();
    }
}
