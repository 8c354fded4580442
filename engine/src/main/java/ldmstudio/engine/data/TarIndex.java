package ldmstudio.engine.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.jspecify.annotations.Nullable;

/**
 * Where the pictures and texts of one webdataset shard lie, so that any of them is one read away.
 * Only the headers are read; nothing is unpacked, so names that lead out of a folder lead nowhere.
 *
 * <p>Members of one sample share their path up to the first dot of the file's name ({@code
 * 0001.jpg}, {@code 0001.txt}); they need not follow each other.
 *
 * <p>Source: the webdataset format of T. Breuel; img2dataset's tar files.
 */
final class TarIndex {
    /**
     * One sample.
     *
     * @param pictureAt where the picture's bytes begin in the shard
     * @param textAt where the caption begins, -1 without one
     * @param json whether the caption is a field of a JSON object
     * @param label the content of .cls, or the empty string
     */
    record Sample(
            String key,
            long pictureAt,
            int pictureBytes,
            long textAt,
            int textBytes,
            boolean json,
            String label) {}

    private static final int MOST_TEXT_BYTES = 1 << 20;
    private static final int MOST_LABEL_BYTES = 1 << 10;

    private TarIndex() {}

    /** The members of a sample that matter. */
    private static final class Members {
        private @Nullable TarArchiveEntry picture;
        private @Nullable TarArchiveEntry text;
        private @Nullable TarArchiveEntry json;
        private @Nullable TarArchiveEntry label;

        void take(String extension, TarArchiveEntry entry) {
            if (picture == null && PictureFormat.isPictureName("x." + extension)) {
                picture = entry;
            } else if (extension.equals("txt") || extension.equals("caption")) {
                text = entry;
            } else if (extension.equals("json")) {
                json = entry;
            } else if (extension.equals("cls")) {
                label = entry;
            }
        }
    }

    /**
     * Reads all headers of a shard.
     *
     * @param skips hears of samples without a usable picture
     * @throws IOException when it is no whole tar file
     */
    static List<Sample> read(Path file, String shardId, SkipLog skips) throws IOException {
        Map<String, Members> samples = new LinkedHashMap<>();
        try (TarFile tar = new TarFile(file)) {
            for (TarArchiveEntry entry : tar.getEntries()) {
                String name = entry.getName();
                int start = name.lastIndexOf('/') + 1;
                int dot = name.indexOf('.', start);
                boolean plain = entry.isFile() && !entry.isSymbolicLink() && !entry.isLink();
                if (plain && !entry.isSparse() && dot > start) {
                    samples.computeIfAbsent(name.substring(0, dot), key -> new Members())
                            .take(name.substring(dot + 1).toLowerCase(Locale.ROOT), entry);
                }
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("it is no tar file, or its headers are damaged", e);
        }
        List<Sample> found = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (Map.Entry<String, Members> each : samples.entrySet()) {
                Sample sample = sample(each.getKey(), each.getValue(), channel);
                if (sample == null) {
                    skips.add(
                            shardId + "/" + each.getKey(),
                            each.getValue().picture == null
                                    ? "it has no picture"
                                    : "its size is not that of a picture");
                } else {
                    found.add(sample);
                }
            }
        }
        return found;
    }

    private static @Nullable Sample sample(String key, Members members, FileChannel channel)
            throws IOException {
        TarArchiveEntry picture = members.picture;
        if (picture == null || picture.getSize() < 1 || !fits(picture, channel)) {
            return null;
        }
        TarArchiveEntry text = members.text != null ? members.text : members.json;
        boolean told = text != null && text.getSize() <= MOST_TEXT_BYTES && fits(text, channel);
        TarArchiveEntry label = members.label;
        return new Sample(
                key,
                picture.getDataOffset(),
                (int) picture.getSize(),
                text == null || !told ? -1 : text.getDataOffset(),
                text == null || !told ? 0 : (int) text.getSize(),
                members.text == null,
                label == null || label.getSize() > MOST_LABEL_BYTES || !fits(label, channel)
                        ? ""
                        : utf8(read(channel, label.getDataOffset(), (int) label.getSize())));
    }

    private static boolean fits(TarArchiveEntry entry, FileChannel channel) throws IOException {
        return entry.getSize() <= PictureDecoder.MOST_FILE_BYTES
                && entry.getDataOffset() >= 0
                && entry.getDataOffset() + entry.getSize() <= channel.size();
    }

    static String utf8(byte[] bytes) {
        return CaptionRow.oneLine(new String(bytes, StandardCharsets.UTF_8));
    }

    /** {@code length} bytes from {@code position} on. */
    static byte[] read(FileChannel channel, long position, int length) throws IOException {
        if (position + length > channel.size()) {
            throw new IOException("the shard is shorter than it was; it was cut off or replaced");
        }
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new IOException("the shard ends before this picture does");
            }
        }
        return buffer.array();
    }
}
