package ldmstudio.app.screen.home;

import javafx.scene.Node;
import javafx.scene.layout.VBox;
import ldmstudio.app.AppContext;
import ldmstudio.app.shell.Screen;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignH;

/** Three doors, each one click to something moving; below them the recent workspaces and runs. */
public final class HomeScreen implements Screen {
    public HomeScreen(AppContext context) {}

    @Override
    public String id() {
        return "home";
    }

    @Override
    public String title() {
        return "Home";
    }

    @Override
    public Ikon icon() {
        return MaterialDesignH.HOME_OUTLINE;
    }

    @Override
    public Node node() {
        return new VBox();
    }
}
