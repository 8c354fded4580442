package ldmstudio.app;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import ldmstudio.app.action.ActionRegistry;
import ldmstudio.app.client.WorkerClient;
import ldmstudio.app.client.WorkerCommand;
import ldmstudio.app.client.WorkerFactory;
import ldmstudio.app.concurrent.AfterFrame;
import ldmstudio.app.concurrent.Clockwork;
import ldmstudio.app.concurrent.FrameSampler;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.jobs.CrashOffers;
import ldmstudio.app.jobs.JobActions;
import ldmstudio.app.jobs.JobCenter;
import ldmstudio.app.notify.Notification;
import ldmstudio.app.notify.Notifications;
import ldmstudio.app.shell.ScreenHost;
import ldmstudio.app.shell.Shell;
import ldmstudio.app.shell.WindowMemory;
import ldmstudio.app.shell.WindowTitle;
import ldmstudio.app.shell.WorkspaceChooser;
import ldmstudio.app.theme.SystemTheme;
import ldmstudio.app.theme.Theme;
import ldmstudio.app.workspace.Preferences;
import ldmstudio.app.workspace.RunCatalog;
import ldmstudio.app.workspace.Workspace;

/** Puts the window together; the only place where its parts are made. */
public final class Studio {
    private static final String SYSTEM_DARK = "system.dark";
    private static final String SCALE = "interface.scale";
    private static final long WRITING_SECONDS = 2;

    private final Stage stage;
    private final AppContext context;
    private final Shell shell;
    private final ScreenHost host;
    private final WindowMemory memory;
    private final CrashOffers crashes;

    public Studio(Stage stage, Path configFolder, JobRunner runner) {
        this(
                stage,
                configFolder,
                runner,
                folder -> WorkerClient.start(WorkerCommand.ldm(List.of("worker")), folder),
                AfterFrame::run);
    }

    /**
     * @param workers how workers are started; a test gives its own
     * @param later puts work off until the node's window has painted; a test need not wait
     */
    public Studio(
            Stage stage,
            Path configFolder,
            JobRunner runner,
            WorkerFactory workers,
            BiConsumer<Node, Runnable> later) {
        this.stage = stage;
        Preferences preferences = Preferences.load(configFolder, runner.backgroundExecutor());
        Notifications notifications = new Notifications(runner.fx());
        Theme theme = new Theme();
        // What the system said last time: the first frame has the right colours without waiting.
        theme.setSystemDark(
                preferences.value(SYSTEM_DARK).map(Boolean::parseBoolean).orElse(false));
        theme.choose(preferences.settings().theme());
        theme.install();
        preferences.value(SCALE).ifPresent(theme.scale()::restore);
        theme.scale()
                .percentProperty()
                .addListener(
                        (property, old, now) -> preferences.setValue(SCALE, String.valueOf(now)));
        Workspace workspace = new Workspace(preferences);
        JobCenter jobs =
                new JobCenter(
                        runner,
                        workers,
                        notifications,
                        workspace::folder,
                        () -> preferences.settings().threads());
        host = new ScreenHost(later);
        context =
                new AppContext(
                        runner,
                        new FrameSampler(runner.fx()),
                        new Clockwork(),
                        notifications,
                        new ActionRegistry(),
                        theme,
                        preferences,
                        workspace,
                        new RunCatalog(),
                        workers,
                        jobs,
                        host);
        host.install(ScreenRegistry.screens(context));
        context.actions().addAll(JobActions.of(context));
        shell = new Shell(context, host, new WorkspaceChooser(workspace, notifications, runner));
        memory = new WindowMemory(stage, preferences);
        crashes = new CrashOffers(context);
    }

    public AppContext context() {
        return context;
    }

    /** Shows the window. */
    public void open() {
        Scene scene = new Scene(shell.scaledRoot(), 1280, 800);
        context.theme().style(scene);
        stage.setScene(scene);
        WindowTitle.keep(stage, context);
        memory.restore();
        shell.showFirst(context.preferences().settings().lastScreen());
        host.currentProperty()
                .addListener(
                        (property, old, now) -> {
                            if (now != null) {
                                context.preferences().update(s -> s.withLastScreen(now.id()));
                            }
                        });
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
        stage.setOnCloseRequest(this::closeRequested);
        stage.show();
        context.sampler().start();
        followSystemTheme();
        context.preferences()
                .notice()
                .ifPresent(
                        text ->
                                context.notifications()
                                        .show(Notification.warning("Settings were reset", text)));
        context.jobs().restoreQueue();
        crashes.look();
        context.workspace().folderProperty().addListener((property, old, now) -> crashes.look());
    }

    /** Writes what is remembered and stops the clocks; after the window has closed. */
    public void close() {
        memory.save();
        // Daemon threads end with the program, in the middle of a file if need be.
        context.runner().awaitIdle(WRITING_SECONDS, TimeUnit.SECONDS);
        context.sampler().close();
        context.clockwork().close();
        context.preferences().close();
    }

    private void closeRequested(WindowEvent event) {
        if (context.jobs().active().isPresent()) {
            event.consume();
            shell.askAboutJobs(stage::close);
        } else if (event.getTarget() == stage && !event.isConsumed()) {
            // Fired by the quit command: the toolkit does not close the window by itself then.
            stage.close();
        }
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
