package ldmstudio.app;

import java.nio.file.Path;
import javafx.scene.Scene;
import javafx.scene.layout.HBox;
import javafx.stage.Stage;
import ldmstudio.app.action.ActionRegistry;
import ldmstudio.app.concurrent.FrameSampler;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.notify.Notification;
import ldmstudio.app.notify.Notifications;
import ldmstudio.app.shell.ScreenHost;
import ldmstudio.app.shell.Shell;
import ldmstudio.app.shell.WindowMemory;
import ldmstudio.app.shell.WorkspaceChooser;
import ldmstudio.app.theme.SystemTheme;
import ldmstudio.app.theme.Theme;
import ldmstudio.app.workspace.Preferences;
import ldmstudio.app.workspace.Workspace;

/** Puts the window together; the only place where its parts are made. */
public final class Studio {
    private static final String SYSTEM_DARK = "system.dark";

    private final Stage stage;
    private final AppContext context;
    private final Shell shell;
    private final ScreenHost host;
    private final WindowMemory memory;

    public Studio(Stage stage, Path configFolder, JobRunner runner) {
        this.stage = stage;
        Preferences preferences = Preferences.load(configFolder, runner.backgroundExecutor());
        Notifications notifications = new Notifications(runner.fx());
        Theme theme = new Theme();
        // What the system said last time: the first frame has the right colours without waiting.
        theme.setSystemDark(
                preferences.value(SYSTEM_DARK).map(Boolean::parseBoolean).orElse(false));
        theme.choose(preferences.settings().theme());
        theme.install();
        Workspace workspace = new Workspace(preferences);
        host = new ScreenHost();
        context =
                new AppContext(
                        runner,
                        new FrameSampler(runner.fx()),
                        notifications,
                        new ActionRegistry(),
                        theme,
                        preferences,
                        workspace,
                        host);
        host.install(ScreenRegistry.screens(context));
        WorkspaceChooser chooser = new WorkspaceChooser(workspace, notifications, runner);
        shell = new Shell(context, host, chooser, new HBox());
        memory = new WindowMemory(stage, preferences);
    }

    public AppContext context() {
        return context;
    }

    /** Shows the window. */
    public void open() {
        Scene scene = new Scene(shell.root(), 1280, 800);
        context.theme().style(scene);
        stage.setScene(scene);
        stage.setTitle("LDM Studio");
        memory.restore();
        host.currentProperty()
                .addListener(
                        (property, old, now) -> {
                            if (now != null) {
                                context.preferences().update(s -> s.withLastScreen(now.id()));
                            }
                        });
        shell.showFirst(context.preferences().settings().lastScreen());
        stage.showingProperty().addListener((property, old, now) -> updateVisible());
        stage.iconifiedProperty().addListener((property, old, now) -> updateVisible());
        stage.focusedProperty()
                .addListener(
                        (property, old, now) -> {
                            // Coming back from the system's settings is when its theme changed.
                            if (now) {
                                followSystemTheme();
                            }
                        });
        stage.show();
        context.sampler().start();
        followSystemTheme();
        context.preferences()
                .notice()
                .ifPresent(
                        text ->
                                context.notifications()
                                        .show(Notification.warning("Settings were reset", text)));
    }

    /** Writes what is remembered and stops the clocks; after the window has closed. */
    public void close() {
        memory.save();
        context.sampler().close();
        context.preferences().flush();
    }

    private void updateVisible() {
        context.sampler().setVisible(stage.isShowing() && !stage.isIconified());
    }

    private void followSystemTheme() {
        context.runner()
                .run("Ask the system for its theme", progress -> SystemTheme.isDark())
                .onSuccess(
                        dark -> {
                            context.theme().setSystemDark(dark);
                            context.preferences().setValue(SYSTEM_DARK, String.valueOf(dark));
                        });
    }
}
