package ldmstudio.app.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import ldmstudio.app.AppContext;
import ldmstudio.app.Studio;
import ldmstudio.app.client.WorkerClient;
import ldmstudio.app.client.WorkerCommand;
import ldmstudio.app.client.WorkerFactory;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.workspace.Preferences;

/** The real window in memory, with settings and workspace in a folder of the test. */
public final class StudioWindow implements AutoCloseable {
    private final Studio studio;
    private final Stage stage;

    private StudioWindow(Studio studio, Stage stage) {
        this.studio = studio;
        this.stage = stage;
    }

    /** Opens it; settings lie in {@code folder/config}, the workspace is {@code folder/work}. */
    public static StudioWindow open(Path folder) {
        return open(
                folder,
                work -> {
                    throw new IOException("this test starts no worker");
                });
    }

    /** As {@link #open(Path)}, with workers of the test. */
    public static StudioWindow open(Path folder, WorkerFactory workers) {
        return open(folder, workers, (node, task) -> task.run());
    }

    /** As {@link #open(Path)}, with the program's own worker. */
    public static StudioWindow withWorker(Path folder) {
        return withWorker(folder, client -> {});
    }

    /**
     * As {@link #withWorker(Path)}.
     *
     * @param started hears of every worker, such as to kill it
     */
    public static StudioWindow withWorker(Path folder, Consumer<WorkerClient> started) {
        return open(
                folder,
                work -> {
                    WorkerClient client =
                            WorkerClient.start(WorkerCommand.ldm(List.of("worker")), work);
                    started.accept(client);
                    return client;
                });
    }

    /** As {@link #open(Path, WorkerFactory)}, with pages that come as in the program. */
    public static StudioWindow open(
            Path folder, WorkerFactory workers, BiConsumer<Node, Runnable> later) {
        return open(folder, workers, later, JobRunner.forWindow());
    }

    /** As {@link #open(Path, WorkerFactory)}, with background work done as the test wants. */
    public static StudioWindow open(Path folder, WorkerFactory workers, JobRunner runner) {
        return open(folder, workers, (node, task) -> task.run(), runner);
    }

    private static StudioWindow open(
            Path folder,
            WorkerFactory workers,
            BiConsumer<Node, Runnable> later,
            JobRunner runner) {
        Fx.start();
        Path config = folder.resolve("config");
        Preferences preferences = Preferences.load(config, Runnable::run);
        if (preferences.settings().workspace().isEmpty()) {
            preferences.update(s -> s.withWorkspace(folder.resolve("work").toString()));
        }
        return Fx.get(
                () -> {
                    Stage stage = new Stage();
                    Studio studio = new Studio(stage, config, runner, workers, later);
                    studio.open();
                    return new StudioWindow(studio, stage);
                });
    }

    public AppContext context() {
        return studio.context();
    }

    public Scene scene() {
        return stage.getScene();
    }

    public Stage stage() {
        return stage;
    }

    /** The node of that id; fails when there is none. */
    @SuppressWarnings("unchecked")
    public <N extends Node> N node(String id) {
        return Fx.get(
                () -> {
                    // A split pane or a tab has its children only after the first layout.
                    scene().getRoot().applyCss();
                    scene().getRoot().layout();
                    Node found = scene().lookup("#" + id);
                    if (found == null) {
                        throw new AssertionError("no node #" + id + " in the window");
                    }
                    return (N) found;
                });
    }

    public boolean has(String id) {
        return Fx.get(() -> scene().lookup("#" + id) != null);
    }

    /** Presses a button. */
    public void click(String id) {
        ButtonBase button = node(id);
        Fx.run(
                () -> {
                    if (button.isDisabled()) {
                        throw new AssertionError("#" + id + " is disabled");
                    }
                    button.fire();
                });
    }

    /** Presses a key with Ctrl (and Shift) where the focus is. */
    public void press(KeyCode code, boolean shortcut, boolean shift) {
        Fx.run(
                () -> {
                    Node owner = scene().getFocusOwner();
                    Node target = owner == null ? scene().getRoot() : owner;
                    Event.fireEvent(
                            target,
                            new KeyEvent(
                                    KeyEvent.KEY_PRESSED,
                                    "",
                                    code.getName(),
                                    code,
                                    shift,
                                    shortcut,
                                    false,
                                    false));
                });
    }

    @Override
    public void close() {
        Fx.run(
                () -> {
                    stage.close();
                    studio.close();
                });
        // An outcome may begin the next piece of work; a test's folder is deleted after all of it.
        for (int turn = 0; turn < 2; turn++) {
            studio.context().runner().awaitIdle(5, java.util.concurrent.TimeUnit.SECONDS);
            Fx.run(() -> {});
        }
    }
}
