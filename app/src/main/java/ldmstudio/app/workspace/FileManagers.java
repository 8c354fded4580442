package ldmstudio.app.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Opens the system's file manager; by its own command, so that no AWT is started. */
public final class FileManagers {
    private FileManagers() {}

    /**
     * Shows {@code folder}.
     *
     * @return the folder that was shown
     * @throws IOException when the folder is gone or no file manager could be started
     */
    public static Path reveal(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            throw new NoSuchFileException(folder.toString());
        }
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String program = os.contains("win") ? "explorer" : os.contains("mac") ? "open" : "xdg-open";
        new ProcessBuilder(List.of(program, folder.toString()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return folder;
    }
}
