package ldmstudio.app.screen.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import ldmstudio.app.workspace.PictureMarks;
import ldmstudio.app.workspace.WorkspaceFiles;

/** The best picture of a comparison gets a star; a draft is kept before it is drawn over. */
final class Winner {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd_HH-mm-ss", Locale.ROOT);

    private Winner() {}

    /** Returns where the picture lies from now on; in the background. */
    static Path keep(Path picture, Path workspace, PictureMarks marks) throws IOException {
        Path whole = picture.toAbsolutePath().normalize();
        Path drafts = workspace.resolve(WorkspaceFiles.FOLDER).toAbsolutePath().normalize();
        Path kept = whole;
        if (whole.startsWith(drafts)) {
            Path folder =
                    WorkspaceFiles.samples(workspace)
                            .resolve(
                                    LocalDateTime.now(ZoneId.systemDefault()).format(STAMP)
                                            + "_compare-winner");
            Files.createDirectories(folder);
            kept = folder.resolve(whole.getFileName());
            Files.copy(whole, kept, StandardCopyOption.REPLACE_EXISTING);
        }
        marks.setStarred(kept, true);
        marks.write();
        return kept;
    }
}
