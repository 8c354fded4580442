package ldmstudio.engine.video;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.CancellationException;
import ldmstudio.engine.config.VideoConfig;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.run.CaptionBar;
import ldmstudio.engine.run.DurableFiles;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.run.VideoRecipe;
import org.jspecify.annotations.Nullable;

/** A writer that keeps frames beside the video until it is finished. */
final class KeptFrames implements VideoWriter {
    /** A bar that hides more than this many lines hides the picture. */
    private static final int MOST_LINES = 4;

    private final Path out;
    private final VideoConfig config;
    private final int width;
    private final int height;
    private final @Nullable VideoRecipe recipe;
    private final FrameFolder frames;
    private boolean finished;

    KeptFrames(
            Path out,
            VideoConfig config,
            int width,
            int height,
            @Nullable VideoRecipe recipe,
            FrameFolder frames) {
        this.out = out;
        this.config = config;
        this.width = width;
        this.height = height;
        this.recipe = recipe;
        this.frames = frames;
    }

    @Override
    public int kept() {
        return frames.count();
    }

    @Override
    public PixelImage frame(int index) {
        return frames.read(index);
    }

    @Override
    public void frame(PixelImage picture, String caption) throws IOException {
        if (picture.width() != width || picture.height() != height) {
            throw new IllegalArgumentException(
                    "frame %d has %dx%d pixels, but the video was opened for %dx%d"
                            .formatted(
                                    frames.count(),
                                    picture.width(),
                                    picture.height(),
                                    width,
                                    height));
        }
        frames.add(picture, caption);
    }

    @Override
    public Finished finish(Progress progress) throws IOException {
        if (frames.count() == 0) {
            throw new VideoException(
                    "a video needs at least one frame; none was drawn", "Draw it again.");
        }
        Shown shown = new Shown();
        VideoFormat format = VideoFormat.of(config.format());
        Path aside = out.resolveSibling("." + out.getFileName() + ".tmp");
        try {
            if (format == VideoFormat.PNG) {
                folder(shown, aside, progress);
                DurableFiles.publish(aside, out);
            } else {
                EncodedVideo.write(
                        aside, config, shown, recipe == null ? "" : recipe.toJson(), progress);
                Files.move(aside, out, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (FileSystemException e) {
            DurableFiles.deleteTree(aside);
            throw new VideoException(
                    "cannot write " + out + ": " + e.getMessage(),
                    "Check space and permissions, then go on: the frames are kept.",
                    e);
        } catch (IOException | RuntimeException e) {
            DurableFiles.deleteTree(aside);
            throw e;
        }
        PixelImage first = shown.get(0);
        if (recipe != null) {
            recipe.finished(
                            config.format(),
                            config.fps(),
                            shown.count(),
                            first.width(),
                            first.height())
                    .write(out);
            // The end of a film says more than its noise, and a walk ends where it arrived.
            PngFiles.write(frames.read(frames.count() - 1), Map.of(), VideoRecipe.poster(out));
        }
        finished = true;
        frames.delete();
        return new Finished(
                out,
                shown.count(),
                (double) shown.count() / config.fps(),
                first.width(),
                first.height());
    }

    private void folder(Shown shown, Path aside, Progress progress) throws IOException {
        DurableFiles.deleteTree(aside);
        Files.createDirectories(aside);
        for (int i = 0; i < shown.count(); i++) {
            Path file = aside.resolve(String.format("frame-%05d.png", i));
            Files.write(file, PngFiles.encode(shown.get(i), Map.of()));
            if (!progress.frame(i + 1, shown.count())) {
                throw new CancellationException("the video was cancelled");
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (!finished && frames.count() == 0) {
            frames.delete();
        } else if (!finished) {
            frames.close();
        }
    }

    /** The frames as the video shows them: there, and back without showing an end twice. */
    private final class Shown implements EncodedVideo.Frames {
        private final FrameStyle style;

        Shown() throws IOException {
            int lines = 0;
            int shownWidth = width * FrameStyle.factor(config, width, height);
            for (int i = 0; config.captions() && i < frames.count(); i++) {
                lines =
                        Math.max(
                                lines, CaptionBar.lines(frames.caption(i), shownWidth, MOST_LINES));
            }
            style = new FrameStyle(config, width, height, lines, config.format().equals("mp4"));
        }

        @Override
        public int count() {
            int there = frames.count();
            return config.pingPong() ? Math.max(there, 2 * there - 2) : there;
        }

        @Override
        public PixelImage get(int index) throws IOException {
            int at = index < frames.count() ? index : 2 * frames.count() - 2 - index;
            return style.apply(frames.read(at), config.captions() ? frames.caption(at) : "");
        }
    }
}
