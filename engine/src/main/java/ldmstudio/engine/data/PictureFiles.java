package ldmstudio.engine.data;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What lies under a folder: pictures, captions and what was left out; nothing is opened.
 *
 * <p>Sub-folders are walked, links followed (a link back to a folder above is passed over), names
 * that start with a dot and {@code __MACOSX} are ignored.
 */
final class PictureFiles {
    /**
     * A file under the root.
     *
     * @param id path below the root with forward slashes
     * @param modified seconds since 1970
     */
    record Found(String id, long bytes, long modified) {
        /** The id without its file extension. */
        String stem() {
            int dot = id.lastIndexOf('.');
            return dot > id.lastIndexOf('/') + 1 ? id.substring(0, dot) : id;
        }
    }

    private final Path root;
    private final List<Found> pictures = new ArrayList<>();
    private final Map<String, Found> texts = new HashMap<>();
    private final List<Found> metadata = new ArrayList<>();
    private final Map<String, Integer> others = new TreeMap<>();
    private final SkipLog skips = new SkipLog();

    private PictureFiles(Path root) {
        this.root = root;
    }

    /**
     * Lists a folder.
     *
     * @throws DataException if the folder itself cannot be listed
     */
    static PictureFiles under(Path root) {
        PictureFiles files = new PictureFiles(root);
        try {
            Files.walkFileTree(
                    root,
                    EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                    Integer.MAX_VALUE,
                    files.new Visitor());
        } catch (IOException e) {
            throw new DataException(FileTrouble.reading(root, e), e);
        }
        files.pictures.sort(Comparator.comparing(Found::id));
        files.metadata.sort(Comparator.comparing(Found::id));
        return files;
    }

    Path root() {
        return root;
    }

    /** Sorted by id. */
    List<Found> pictures() {
        return pictures;
    }

    /** The files that may hold many captions ({@link CaptionTables}), sorted by id. */
    List<Found> metadata() {
        return metadata;
    }

    /** The text file of the same name beside a picture, or null. */
    @Nullable Found textOf(Found picture) {
        return texts.get(picture.stem());
    }

    /** All text files by their bare names, wherever they lie. */
    Map<String, Found> textsByName() {
        Map<String, Found> byName = new HashMap<>();
        texts.forEach((stem, text) -> byName.put(stem.substring(stem.lastIndexOf('/') + 1), text));
        return byName;
    }

    /** Pictures that are known to be unreadable without opening them. */
    SkipLog skips() {
        return skips;
    }

    /** How many other files there are, by lower-case extension. */
    Map<String, Integer> others() {
        return others;
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return !folder.equals(root) && isHidden(folder)
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (isHidden(file)) {
                return FileVisitResult.CONTINUE;
            }
            String name = file.getFileName().toString();
            Found found =
                    new Found(
                            id(file),
                            attributes.size(),
                            attributes.lastModifiedTime().to(TimeUnit.SECONDS));
            if (PictureFormat.isPictureName(name)) {
                if (!attributes.isRegularFile()) {
                    skips.add(found.id(), "a link to nothing, or no plain file");
                } else if (attributes.size() == 0) {
                    skips.add(found.id(), "the file is empty");
                } else {
                    pictures.add(found);
                }
            } else if (CaptionTables.isTable(name)) {
                metadata.add(found);
            } else {
                String extension = name.substring(name.lastIndexOf('.') + 1);
                others.merge(extension.toLowerCase(Locale.ROOT), 1, Integer::sum);
                if (extension.equalsIgnoreCase("txt")) {
                    texts.put(found.stem(), found);
                } else if (extension.equalsIgnoreCase("caption")) {
                    texts.putIfAbsent(found.stem(), found);
                }
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException trouble) throws IOException {
            if (file.equals(root)) {
                throw trouble;
            }
            if (!(trouble instanceof FileSystemLoopException) && !isHidden(file)) {
                skips.add(id(file), FileTrouble.reason(trouble));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException trouble) {
            if (trouble != null) {
                skips.add(id(folder), FileTrouble.reason(trouble));
            }
            return FileVisitResult.CONTINUE;
        }
    }

    private String id(Path file) {
        return root.relativize(file).toString().replace(File.separatorChar, '/');
    }

    private static boolean isHidden(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.startsWith(".") || name.equals("__MACOSX");
    }
}
