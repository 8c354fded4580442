package ldmstudio.app.screen.playground;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import javafx.scene.image.Image;
import ldmstudio.engine.run.ImageRecipe;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what earlier sessions drew in a workspace: a drawing is a folder of pictures. */
final class EarlierDrawings {
    /** How many drawings are looked at. */
    static final int MOST = 60;

    private static final Logger LOG = LoggerFactory.getLogger(EarlierDrawings.class);
    private static final int DEPTH = 4;
    private static final int COVER = 112;

    private EarlierDrawings() {}

    /** The newest drawings, newest first, with their covers; in the background. */
    static List<Drawn> newest(Path samples) throws IOException {
        Map<Path, List<Path>> byFolder = new TreeMap<>();
        for (Path picture : pictures(samples, DEPTH)) {
            byFolder.computeIfAbsent(folder(samples, picture), f -> new ArrayList<>()).add(picture);
        }
        record Aged(Path folder, List<Path> files, long time) {}
        List<Aged> aged = new ArrayList<>();
        for (Map.Entry<Path, List<Path>> entry : byFolder.entrySet()) {
            Path last = entry.getValue().get(entry.getValue().size() - 1);
            aged.add(
                    new Aged(
                            entry.getKey(),
                            entry.getValue(),
                            Files.getLastModifiedTime(last).toMillis()));
        }
        aged.sort(Comparator.comparingLong(Aged::time).reversed());
        List<Drawn> found = new ArrayList<>();
        for (Aged one : aged.subList(0, Math.min(MOST, aged.size()))) {
            read(one.folder(), one.files()).ifPresent(found::add);
        }
        return found;
    }

    /** The pictures below a folder, by their names. */
    static List<Path> pictures(Path folder, int depth) throws IOException {
        try (Stream<Path> all = Files.walk(folder, depth)) {
            return all.filter(EarlierDrawings::isPicture).sorted().toList();
        } catch (NoSuchFileException nothingYet) {
            return List.of();
        }
    }

    private static boolean isPicture(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".png") && !name.startsWith(".") && Files.isRegularFile(file);
    }

    /** {@code samples/MODEL/TIME}, or what there is of it. */
    private static Path folder(Path samples, Path picture) {
        Path below = samples.relativize(picture);
        int parts = Math.min(2, below.getNameCount() - 1);
        return parts == 0 ? samples : samples.resolve(below.subpath(0, parts));
    }

    private static Optional<Drawn> read(Path folder, List<Path> files) {
        Path first = files.get(0);
        try (InputStream in = Files.newInputStream(first)) {
            Image cover = new Image(in, COVER, COVER, true, false);
            String summary =
                    ImageRecipe.read(first)
                            .map(recipe -> DrawnWords.of(recipe, files.size()))
                            .orElse(files.size() + " pictures  ·  " + folder.getFileName());
            return Optional.of(Drawn.earlier(folder, summary, cover));
        } catch (IOException e) {
            LOG.warn("the picture {} cannot be read: {}", first, e.toString());
            return Optional.empty();
        }
    }
}
