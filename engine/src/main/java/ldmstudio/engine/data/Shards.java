package ldmstudio.engine.data;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The files of one kind under a folder, each with many pictures in it. */
final class Shards {
    /**
     * One file.
     *
     * @param id path below the folder with forward slashes
     * @param modified seconds since 1970
     */
    record Shard(Path file, String id, long bytes, long modified) {
        void addTo(Fingerprint fingerprint) {
            fingerprint.add(id).add(bytes).add(modified);
        }
    }

    private static final int DEEPEST = 8;

    private Shards() {}

    /**
     * Lists them, sorted by id; a single file is one shard.
     *
     * @param extension with its dot
     * @throws DataException saying what there is instead when there is none
     */
    static List<Shard> under(Path root, String extension) {
        List<Shard> shards = new ArrayList<>();
        Map<String, Integer> others = new TreeMap<>();
        Path base = Files.isDirectory(root) ? root : root.toAbsolutePath().getParent();
        try {
            Files.walkFileTree(
                    root,
                    EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                    DEEPEST,
                    new SimpleFileVisitor<Path>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
                            String name = file.getFileName().toString();
                            String lower = name.toLowerCase(Locale.ROOT);
                            if (name.startsWith(".") || !about.isRegularFile()) {
                                return FileVisitResult.CONTINUE;
                            }
                            if (lower.endsWith(extension)) {
                                String id = base == null ? name : base.relativize(file).toString();
                                shards.add(
                                        new Shard(
                                                file,
                                                id.replace(File.separatorChar, '/'),
                                                about.size(),
                                                about.lastModifiedTime().to(TimeUnit.SECONDS)));
                            } else {
                                String kind = name.substring(name.lastIndexOf('.') + 1);
                                others.merge(kind.toLowerCase(Locale.ROOT), 1, Integer::sum);
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException trouble)
                                throws IOException {
                            if (file.equals(root)) {
                                throw trouble;
                            }
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new DataException(FileTrouble.reading(root, e), e);
        }
        if (shards.isEmpty()) {
            throw new DataException(
                    "%s holds no %s file.%s".formatted(root, extension, instead(others)));
        }
        shards.sort(Comparator.comparing(Shard::id));
        return shards;
    }

    private static String instead(Map<String, Integer> others) {
        if (others.isEmpty()) {
            return " It is empty.";
        }
        String packed = others.containsKey("gz") ? " Unpack .gz files first." : "";
        return " It does hold "
                + others.entrySet().stream()
                        .limit(5)
                        .map(e -> e.getValue() + " ." + e.getKey())
                        .collect(Collectors.joining(", "))
                + "."
                + packed;
    }
}
