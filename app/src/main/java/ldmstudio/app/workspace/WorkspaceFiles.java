package ldmstudio.app.workspace;

import java.nio.file.Path;

/** Where a workspace keeps what is drawn in it and what the window remembers of it. */
public final class WorkspaceFiles {
    /** Folder of what belongs to the workspace but is no picture: stars, history, presets. */
    public static final String FOLDER = ".studio";

    private WorkspaceFiles() {}

    /** Pictures, a folder a drawing. */
    public static Path samples(Path workspace) {
        return workspace.resolve("samples");
    }

    /** Videos. */
    public static Path videos(Path workspace) {
        return workspace.resolve("videos");
    }

    /** A remembered file by its name. */
    public static Path remembered(Path workspace, String name) {
        return workspace.resolve(FOLDER).resolve(name);
    }
}
