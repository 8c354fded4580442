package ldmstudio.app.screen.gallery;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import ldmstudio.app.concurrent.Progress;
import ldmstudio.app.workspace.WorkspaceFiles;
import ldmstudio.engine.run.DurableFiles;
import ldmstudio.engine.run.ImageRecipe;
import ldmstudio.engine.run.VideoRecipe;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the pictures and videos of a workspace and reads their recipes; what it has read is kept in
 * {@code .studio/gallery.json}, so that only new and changed files are opened. In the background.
 */
final class GalleryIndex {
    private static final Logger LOG = LoggerFactory.getLogger(GalleryIndex.class);
    private static final ObjectMapper JSON =
            JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    /** Raised when items say more than before: an older file is then read anew. */
    private static final int VERSION = 1;

    private record Kept(int version, List<GalleryItem> items) {}

    /** A file that was found, before its recipe is read. */
    private record Found(Path file, String path, boolean video, long changed, long bytes) {}

    private final Path workspace;

    GalleryIndex(Path workspace) {
        this.workspace = workspace;
    }

    /** What was known last, newest first; empty when nothing was. */
    List<GalleryItem> kept() {
        try {
            Kept kept = JSON.readValue(Files.readAllBytes(file()), Kept.class);
            return kept.version() == VERSION && kept.items() != null ? kept.items() : List.of();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException e) {
            // It can be made again from the files themselves.
            LOG.warn("the index {} cannot be read and is made anew: {}", file(), e.toString());
            return List.of();
        }
    }

    /**
     * Looks through the workspace.
     *
     * @param known items whose files are not opened again while they have not changed
     * @return newest first
     */
    List<GalleryItem> scan(List<GalleryItem> known, Progress progress) throws IOException {
        Map<String, GalleryItem> before = new HashMap<>();
        known.forEach(item -> before.put(item.path(), item));
        List<Found> found = find();
        List<GalleryItem> items = new ArrayList<>(found.size());
        boolean changed = found.size() != known.size();
        for (Found one : found) {
            progress.checkCancelled();
            GalleryItem old = before.get(one.path());
            if (old != null && old.changed() == one.changed() && old.bytes() == one.bytes()) {
                items.add(old);
            } else {
                items.add(read(one));
                changed = true;
                progress.update(
                        (double) items.size() / found.size(), items.size() + " of " + found.size());
            }
        }
        items.sort(
                Comparator.comparingLong(GalleryItem::changed)
                        .reversed()
                        .thenComparing(GalleryItem::path));
        if (changed) {
            write(items);
        }
        return items;
    }

    private void write(List<GalleryItem> items) {
        try {
            Files.createDirectories(workspace.resolve(WorkspaceFiles.FOLDER));
            DurableFiles.replace(file(), JSON.writeValueAsBytes(new Kept(VERSION, items)));
        } catch (IOException e) {
            // The next start reads the recipes again; nothing else is lost.
            LOG.warn("the index {} cannot be written: {}", file(), e.toString());
        }
    }

    private Path file() {
        return workspace.resolve(WorkspaceFiles.FOLDER).resolve("gallery.json");
    }

    private List<Found> find() throws IOException {
        List<Found> found = new ArrayList<>();
        for (Path folder :
                List.of(
                        WorkspaceFiles.samples(workspace),
                        WorkspaceFiles.videos(workspace),
                        workspace.resolve("runs"))) {
            if (Files.exists(folder) && !Files.isDirectory(folder)) {
                throw new IOException(
                        folder
                                + " is a file, where the folder of that name belongs. Move it"
                                + " elsewhere, then try again.");
            }
        }
        walk(WorkspaceFiles.samples(workspace), found);
        walk(WorkspaceFiles.videos(workspace), found);
        Path runs = workspace.resolve("runs");
        if (Files.isDirectory(runs)) {
            try (Stream<Path> all = Files.list(runs)) {
                for (Path run : all.filter(path -> !isHidden(path)).toList()) {
                    walk(run.resolve("evaluation"), found);
                }
            }
        }
        return found;
    }

    private void walk(Path folder, List<Found> found) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path directory, BasicFileAttributes attributes) {
                        if (isHidden(directory)) {
                            return FileVisitResult.SKIP_SUBTREE;
                        }
                        if (Files.isRegularFile(VideoRecipe.file(directory))) {
                            found.add(found(directory, true, attributes));
                            return FileVisitResult.SKIP_SUBTREE;
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
                        boolean video = name.matches(".*\\.(mp4|gif|apng)");
                        if (!isHidden(file) && (video || name.endsWith(".png"))) {
                            found.add(found(file, video, attributes));
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) {
                        // It was deleted meanwhile, or is not ours to read.
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    private Found found(Path file, boolean video, BasicFileAttributes attributes) {
        return new Found(
                file,
                workspace.relativize(file).toString().replace('\\', '/'),
                video,
                attributes.lastModifiedTime().toMillis(),
                attributes.isDirectory() ? 0 : attributes.size());
    }

    private static boolean isHidden(Path path) {
        return String.valueOf(path.getFileName()).startsWith(".");
    }

    /** A file without a recipe, or a damaged one, is still a picture. */
    private static GalleryItem read(Found one) {
        try {
            return one.video()
                    ? VideoRecipe.read(one.file())
                            .map(r -> video(one, r))
                            .orElseGet(() -> bare(one))
                    : ImageRecipe.read(one.file())
                            .map(r -> picture(one, r))
                            .orElseGet(() -> bare(one));
        } catch (IOException e) {
            return bare(one);
        }
    }

    private static GalleryItem picture(Found one, ImageRecipe recipe) {
        String shown = recipe.prompt().isEmpty() ? recipe.className() : recipe.prompt();
        return new GalleryItem(
                one.path(),
                false,
                one.changed(),
                one.bytes(),
                "",
                shown.isEmpty() ? List.of() : List.of(shown),
                recipe.parametersLine(),
                recipe.modelPath(),
                recipe.checkpointStep(),
                recipe.modelFingerprint(),
                recipe.width(),
                recipe.height(),
                1,
                0,
                recipe.version());
    }

    private static GalleryItem video(Found one, VideoRecipe recipe) {
        return new GalleryItem(
                one.path(),
                true,
                one.changed(),
                one.bytes(),
                recipe.kind(),
                recipe.prompts(),
                recipe.settings().isEmpty() ? recipe.kind() : recipe.settings(),
                recipe.modelPath(),
                recipe.checkpointStep(),
                recipe.modelFingerprint(),
                recipe.width(),
                recipe.height(),
                recipe.frames(),
                recipe.fps(),
                recipe.version());
    }

    private static GalleryItem bare(Found one) {
        return new GalleryItem(
                one.path(),
                one.video(),
                one.changed(),
                one.bytes(),
                one.video() ? "video" : "",
                List.of(),
                "",
                "",
                0,
                "",
                0,
                0,
                0,
                0,
                "");
    }
}
