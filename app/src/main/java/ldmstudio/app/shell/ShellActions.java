package ldmstudio.app.shell;

import java.util.ArrayList;
import java.util.List;
import javafx.application.Platform;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.stage.WindowEvent;
import ldmstudio.app.AppContext;
import ldmstudio.app.action.Action;
import ldmstudio.app.action.CommandPalette;
import ldmstudio.app.theme.InterfaceScale;
import ldmstudio.app.theme.ThemeChoice;
import org.kordamp.ikonli.materialdesign2.MaterialDesignB;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;

/** The commands of the window itself. */
final class ShellActions {
    private final AppContext context;
    private final ScreenHost host;
    private final WorkspaceChooser chooser;
    private final CommandPalette palette;
    private final Runnable togglePanel;

    ShellActions(
            AppContext context,
            ScreenHost host,
            WorkspaceChooser chooser,
            CommandPalette palette,
            Runnable togglePanel) {
        this.context = context;
        this.host = host;
        this.chooser = chooser;
        this.palette = palette;
        this.togglePanel = togglePanel;
    }

    List<Action> all() {
        List<Action> actions = new ArrayList<>();
        actions.add(
                Action.of(
                        "view.palette",
                        "Search commands",
                        "View",
                        MaterialDesignM.MAGNIFY,
                        "Shortcut+Shift+P",
                        palette::open));
        int number = 1;
        for (Screen screen : host.screens()) {
            String keys = number <= 9 ? "Shortcut+" + number : "";
            number++;
            actions.add(
                    Action.of(
                            "go." + screen.id(),
                            screen.title(),
                            "Go to",
                            screen.icon(),
                            keys,
                            () -> host.show(screen.id())));
        }
        for (ThemeChoice choice : ThemeChoice.values()) {
            actions.add(
                    Action.of(
                            "view.theme." + choice.name(),
                            "Theme: " + choice.label(),
                            "View",
                            MaterialDesignT.THEME_LIGHT_DARK,
                            "",
                            () -> choose(choice)));
        }
        InterfaceScale scale = context.theme().scale();
        actions.add(
                Action.of(
                        "view.larger",
                        "Everything larger",
                        "View",
                        MaterialDesignM.MAGNIFY_PLUS_OUTLINE,
                        "Shortcut+EQUALS",
                        scale::larger));
        actions.add(
                Action.of(
                        "view.smaller",
                        "Everything smaller",
                        "View",
                        MaterialDesignM.MAGNIFY_MINUS_OUTLINE,
                        "Shortcut+MINUS",
                        scale::smaller));
        actions.add(
                Action.of(
                        "view.usual-size",
                        "Everything in its usual size",
                        "View",
                        MaterialDesignM.MAGNIFY_CLOSE,
                        "Shortcut+DIGIT0",
                        () -> scale.choose(InterfaceScale.CHOICES.get(0))));
        actions.add(
                Action.of(
                        "view.notifications",
                        "Notifications",
                        "View",
                        MaterialDesignB.BELL_OUTLINE,
                        "Shortcut+Shift+N",
                        togglePanel));
        actions.add(
                Action.of(
                        "view.fullscreen",
                        "Full screen",
                        "View",
                        MaterialDesignF.FULLSCREEN,
                        "F11",
                        this::toggleFullScreen));
        actions.add(
                Action.of(
                        "workspace.open",
                        "Open another workspace folder",
                        "Workspace",
                        MaterialDesignF.FOLDER_OPEN_OUTLINE,
                        "Shortcut+Shift+O",
                        () -> chooser.choose(window())));
        actions.add(
                Action.of(
                        "workspace.reveal",
                        "Show the workspace in the file manager",
                        "Workspace",
                        MaterialDesignF.FOLDER_OUTLINE,
                        "",
                        () -> chooser.reveal(context.workspace().folder())));
        actions.add(
                Action.of(
                        "studio.quit",
                        "Quit",
                        "Studio",
                        MaterialDesignE.EXIT_TO_APP,
                        "Shortcut+Q",
                        this::quit));
        return actions;
    }

    private void choose(ThemeChoice choice) {
        context.theme().choose(choice);
        context.preferences().update(s -> s.withTheme(choice));
    }

    private void toggleFullScreen() {
        if (window() instanceof Stage stage) {
            stage.setFullScreen(!stage.isFullScreen());
        }
    }

    private void quit() {
        Window window = window();
        if (window == null) {
            Platform.exit();
        } else {
            // The same way as the cross, so that running jobs are asked about.
            window.fireEvent(new WindowEvent(window, WindowEvent.WINDOW_CLOSE_REQUEST));
        }
    }

    private @org.jspecify.annotations.Nullable Window window() {
        return host.area().getScene() == null ? null : host.area().getScene().getWindow();
    }
}
