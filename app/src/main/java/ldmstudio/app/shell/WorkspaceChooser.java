package ldmstudio.app.shell;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.stage.DirectoryChooser;
import javafx.stage.Window;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.notify.Notification;
import ldmstudio.app.notify.Notifications;
import ldmstudio.app.workspace.FileManagers;
import ldmstudio.app.workspace.Workspace;
import org.jspecify.annotations.Nullable;

/** Changes the workspace folder, with words when that cannot be done. */
public final class WorkspaceChooser {
    private final Workspace workspace;
    private final Notifications notifications;
    private final JobRunner runner;

    public WorkspaceChooser(Workspace workspace, Notifications notifications, JobRunner runner) {
        this.workspace = workspace;
        this.notifications = notifications;
        this.runner = runner;
    }

    /** Asks for a folder. */
    public void choose(@Nullable Window owner) {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle("Choose the workspace folder");
        File start = workspace.folder().toFile();
        if (start.isDirectory()) {
            chooser.setInitialDirectory(start);
        }
        File chosen = chooser.showDialog(owner);
        if (chosen != null) {
            open(chosen.toPath());
        }
    }

    public void open(Path folder) {
        try {
            workspace.open(folder);
        } catch (IOException e) {
            notifications.failed("The workspace stays " + workspace.folder(), e);
        }
    }

    /** Shows a folder in the system's file manager. */
    public void reveal(Path folder) {
        runner.run(
                        "Show folder",
                        progress -> {
                            Path shown = folder;
                            if (shown.equals(workspace.folder())) {
                                Files.createDirectories(shown);
                            }
                            return FileManagers.reveal(shown);
                        })
                .onFailure(
                        e ->
                                notifications.show(
                                        Notification.info(
                                                "The file manager could not be started",
                                                "The folder is " + folder + ".")));
    }
}
