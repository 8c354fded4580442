package ldmstudio.engine.video;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import ldmstudio.engine.data.PictureFile;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.run.DurableFiles;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.run.RunFolderException;
import ldmstudio.engine.run.RunLock;

/**
 * The frames of an unfinished video as PNG files, with what they show in words. One process at a
 * time writes to it.
 */
final class FrameFolder implements AutoCloseable {
    private static final String MANIFEST = "frames.txt";
    private static final String CAPTION = "Caption";

    /** The end of every whole PNG: an empty IEND chunk with its sum. */
    private static final long END = 0x49454e44ae426082L;

    private final Path folder;
    private final RunLock lock;
    private int count;

    private FrameFolder(Path folder, RunLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Opens the folder beside the video-to-be.
     *
     * @param content what the frames show, in words; frames of something else are thrown away
     * @param goOn whether earlier frames of the same content are taken
     */
    static FrameFolder open(Path out, String content, boolean goOn) throws IOException {
        Path folder = out.resolveSibling("." + out.getFileName() + ".frames");
        Files.createDirectories(folder);
        FrameFolder frames = new FrameFolder(folder, lock(folder, out));
        try {
            Path manifest = folder.resolve(MANIFEST);
            boolean same =
                    goOn
                            && Files.isRegularFile(manifest)
                            && Files.readString(manifest, StandardCharsets.UTF_8).equals(content);
            if (!same) {
                frames.clear();
                DurableFiles.write(manifest, content.getBytes(StandardCharsets.UTF_8));
            }
            while (isWhole(frames.file(frames.count))) {
                frames.count++;
            }
            return frames;
        } catch (IOException | RuntimeException e) {
            frames.close();
            throw e;
        }
    }

    private static RunLock lock(Path folder, Path out) throws IOException {
        if (RunLock.isHeld(folder)) {
            throw new VideoException(
                    out + " is being made by another process",
                    "Wait for it, or choose another name.");
        }
        return RunLock.acquire(folder);
    }

    int count() {
        return count;
    }

    PixelImage read(int index) {
        return PictureFile.read(file(index));
    }

    String caption(int index) throws IOException {
        return PngFiles.readText(file(index)).getOrDefault(CAPTION, "");
    }

    void add(PixelImage picture, String caption) throws RunFolderException {
        Map<String, String> text = caption.isBlank() ? Map.of() : Map.of(CAPTION, caption);
        PngFiles.write(picture, text, file(count));
        count++;
    }

    /** Removes the folder and all frames. */
    void delete() throws IOException {
        lock.close();
        DurableFiles.deleteTree(folder);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private void clear() throws IOException {
        for (int i = 0; Files.deleteIfExists(file(i)); i++) {
            count = 0;
        }
    }

    private Path file(int index) {
        return folder.resolve(String.format("frame-%05d.png", index));
    }

    /** A frame that a power failure cut off is drawn again. */
    private static boolean isWhole(Path png) throws IOException {
        if (!Files.isRegularFile(png) || Files.size(png) < 20) {
            return false;
        }
        try (RandomAccessFile file = new RandomAccessFile(png.toFile(), "r")) {
            file.seek(file.length() - Long.BYTES);
            return file.readLong() == END;
        }
    }
}
