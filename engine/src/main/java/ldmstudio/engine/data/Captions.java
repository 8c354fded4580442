package ldmstudio.engine.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import ldmstudio.engine.data.PictureFiles.Found;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The captions of a folder's pictures: rows of its tables ({@link CaptionTables}, names relative to
 * the table), or else the text file of the same name beside the picture ({@code a.txt} or {@code
 * a.caption} for {@code a.png}), read when asked for.
 */
final class Captions implements PictureTexts {
    private static final Logger LOG = LoggerFactory.getLogger(Captions.class);
    private static final int MOST_TEXT_BYTES = 16_384;

    private final PictureFiles files;
    private final Map<String, CaptionRow> listed = new HashMap<>();

    /** Rows of captions.json by the bare name: COCO's lie in another folder than the pictures. */
    private final Map<String, CaptionRow> byFileName = new HashMap<>();

    Captions(PictureFiles files) {
        this(files, "");
    }

    /**
     * @param captionColumn which column of tables is the caption; empty: the first known one
     */
    Captions(PictureFiles files, String captionColumn) {
        this.files = files;
        for (Found table : files.metadata()) {
            String folder = table.id().substring(0, table.id().lastIndexOf('/') + 1);
            CaptionTables.read(
                    files.root().resolve(table.id()),
                    captionColumn,
                    (name, row) -> {
                        String path = name.replace('\\', '/');
                        listed.put(folder + path, row);
                        if (table.id().endsWith(".json")) {
                            byFileName.putIfAbsent(fileName(path), row);
                        }
                    });
        }
    }

    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private @Nullable CaptionRow row(Found picture) {
        CaptionRow row = listed.get(picture.id());
        return row != null ? row : byFileName.get(fileName(picture.id()));
    }

    @Override
    public String of(Found picture) {
        CaptionRow row = row(picture);
        if (row != null && !row.caption().isEmpty()) {
            return row.caption();
        }
        Found beside = files.textOf(picture);
        return beside == null ? "" : readText(beside);
    }

    @Override
    public Map<String, String> attributesOf(Found picture) {
        CaptionRow row = row(picture);
        return row == null ? Map.of() : row.attributes();
    }

    /** Whether a picture has a caption, without opening a file. */
    boolean has(Found picture) {
        CaptionRow row = row(picture);
        Found beside = files.textOf(picture);
        return (row != null && !row.caption().isEmpty()) || (beside != null && beside.bytes() > 0);
    }

    @Override
    public void addTo(Fingerprint fingerprint, Found picture) {
        CaptionRow row = row(picture);
        fingerprint.add(row == null ? "" : row.caption());
        Found beside = files.textOf(picture);
        if (beside != null) {
            fingerprint.add(beside.bytes()).add(beside.modified());
        }
    }

    private String readText(Found beside) {
        return CaptionRow.oneLine(text(files.root().resolve(beside.id())));
    }

    /** The first line with words in a file of captions, or the empty string. */
    static String firstLine(Path file) {
        return text(file)
                .lines()
                .map(CaptionRow::oneLine)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST_TEXT_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            LOG.warn("The caption is left out. {}", FileTrouble.reading(file, e));
            return "";
        }
    }
}
