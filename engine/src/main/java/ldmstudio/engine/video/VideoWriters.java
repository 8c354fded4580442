package ldmstudio.engine.video;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import ldmstudio.engine.config.VideoConfig;
import ldmstudio.engine.run.VideoRecipe;
import org.jspecify.annotations.Nullable;

/** Opens writers of videos. */
public final class VideoWriters {
    /** Further away than any picture of a model; larger ones no player shows. */
    private static final int LARGEST_SIDE = 8192;

    private VideoWriters() {}

    /** A writer without a recipe: what an earlier one left unfinished is thrown away. */
    public static VideoWriter open(Path out, VideoConfig config, int width, int height)
            throws IOException {
        return open(out, config, width, height, null);
    }

    /**
     * A writer that goes on where an earlier one with the same recipe stopped. The settings of the
     * video itself may change between the two: frames are kept as they were drawn.
     *
     * @param out the video; its name ends as the format does, a PNG sequence is a folder
     * @param width of the frames that will be given
     * @param height of the frames that will be given
     * @throws VideoException when something is there already, the name does not fit the format, the
     *     folder cannot be written, or the size is out of range
     */
    public static VideoWriter open(
            Path out, VideoConfig config, int width, int height, @Nullable VideoRecipe recipe)
            throws IOException {
        Path target = out.toAbsolutePath().normalize();
        VideoFormat format = VideoFormat.of(config.format());
        check(target, config, format, width, height);
        if (format != VideoFormat.PNG) {
            // What this machine lacks is said before hours of drawing, not after.
            Ffmpeg.load();
        }
        makeFolder(target);
        String content =
                width
                        + "x"
                        + height
                        + "\n"
                        + (recipe == null ? "" : recipe.finished("", 0, 0, 0, 0).toJson());
        FrameFolder frames;
        try {
            frames = FrameFolder.open(target, content, recipe != null);
        } catch (FileSystemException e) {
            // Not allowed, or a place such as /proc where nothing can be made.
            throw unwritable(target, e);
        }
        return new KeptFrames(target, config, width, height, recipe, frames);
    }

    /**
     * What {@link #open} refuses whatever the frames are, said before they are drawn.
     *
     * @throws VideoException when something is there already or the name does not fit the format
     */
    public static void checkPlace(Path out, VideoConfig config) throws VideoException {
        check(out.toAbsolutePath().normalize(), config, VideoFormat.of(config.format()), 1, 1);
    }

    private static void check(
            Path target, VideoConfig config, VideoFormat format, int width, int height)
            throws VideoException {
        format.check(target);
        if (format == VideoFormat.GIF && config.fps() > VideoFormat.MOST_GIF_FPS) {
            throw new VideoException(
                    "fps is "
                            + config.fps()
                            + ", but a gif counts in hundredths of a second and is shown slowly"
                            + " above 50",
                    "Choose 50 or fewer frames a second, or another format.");
        }
        long factor = width < 1 || height < 1 ? 1 : FrameStyle.factor(config, width, height);
        if (width < 1 || height < 1 || factor * Math.max(width, height) > LARGEST_SIDE) {
            throw new VideoException(
                    "the frames would have "
                            + factor * width
                            + "x"
                            + factor * height
                            + " pixels; allowed: 1 to "
                            + LARGEST_SIDE
                            + " a side",
                    "Choose a smaller 'scale'.");
        }
        if (Files.exists(target)) {
            throw new VideoException(
                    target + " exists already", "Choose another name, or delete it first.");
        }
    }

    private static void makeFolder(Path target) throws VideoException {
        Path folder = Objects.requireNonNull(target.getParent(), "a root is no video");
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            throw new VideoException(
                    "the folder " + folder + " cannot be made: " + e.getFile() + " is a file",
                    "Choose another folder.",
                    e);
        } catch (IOException e) {
            throw unwritable(target, e);
        }
        if (!Files.isWritable(folder)) {
            throw unwritable(target, null);
        }
    }

    private static VideoException unwritable(Path target, @Nullable IOException e) {
        return new VideoException(
                "the folder " + target.getParent() + " cannot be written",
                "Choose another folder, or change its permissions.",
                e);
    }
}
