package ldmstudio.engine.data;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * All that the catalogue shows of one picture.
 *
 * @param entry name, class and caption
 * @param className the class in words, or the empty string
 * @param format for example {@code JPEG}, {@code IDX} or {@code generated}
 * @param width columns as shown, after the orientation that the file asks for
 * @param height rows as shown
 * @param fileBytes size of the picture's own file, or -1 where it has none
 * @param path the picture's own file, or null where it has none
 */
public record PictureDetails(
        Entry entry,
        String className,
        String format,
        int width,
        int height,
        long fileBytes,
        @Nullable Path path) {}
