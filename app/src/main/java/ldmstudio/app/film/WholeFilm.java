package ldmstudio.app.film;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javafx.scene.image.Image;
import ldmstudio.app.client.ModelWorker;
import ldmstudio.app.client.WorkerException;
import ldmstudio.engine.worker.Request;

/**
 * The frames of a finished film from its file, for one of which only the last frames were drawn in
 * this session. In the background.
 */
final class WholeFilm {
    /** Twice the height that a film is played at: sharp on fine screens too. */
    private static final int TALLEST = 340;

    private WholeFilm() {}

    /**
     * Reads as many frames as there is room for.
     *
     * @param film a video, or a folder of pictures
     * @param room bytes of pictures
     */
    static List<Image> read(ModelWorker worker, Path film, long room)
            throws IOException, WorkerException {
        if (Files.isDirectory(film)) {
            return images(film, room);
        }
        Path folder = Files.createTempDirectory("ldm-film");
        try {
            worker.run(id -> new Request.Unpack(id, film.toString(), folder.toString()), r -> {});
            return images(folder, room);
        } finally {
            delete(folder);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".png")).sorted().toList();
        }
    }

    private static List<Image> images(Path folder, long room) throws IOException {
        List<Image> images = new ArrayList<>();
        long left = room;
        for (Path file : files(folder)) {
            Image image = new Image(file.toUri().toString());
            if (image.getHeight() > TALLEST) {
                image = new Image(file.toUri().toString(), 0, TALLEST, true, true);
            }
            left -= (long) (4 * image.getWidth() * image.getHeight());
            if (left < 0) {
                break;
            }
            images.add(image);
        }
        return images;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
