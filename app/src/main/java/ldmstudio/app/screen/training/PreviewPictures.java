package ldmstudio.app.screen.training;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.scene.image.Image;
import ldmstudio.app.concurrent.Job;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.engine.run.ImageRecipe;
import org.jspecify.annotations.Nullable;

/**
 * Reads a step's pictures in the background; the newest request wins, and steps seen lately are
 * kept, so that scrubbing back and forth costs nothing.
 */
final class PreviewPictures {
    /** The pictures of a step by kind. */
    record Shown(long step, Map<String, List<PreviewPicture>> pictures) {}

    private static final int KEPT = 48;

    private final JobRunner runner;
    private final Map<String, Shown> kept =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Shown> eldest) {
                    return size() > KEPT;
                }
            };
    private @Nullable Job<Shown> reading;

    PreviewPictures(JobRunner runner) {
        this.runner = runner;
    }

    /** Reads the files of a step and hands them over on the FX executor. */
    void read(
            Path folder,
            long step,
            Map<String, List<String>> files,
            Consumer<Shown> onRead,
            Consumer<Throwable> onFailure) {
        if (reading != null) {
            reading.cancel();
        }
        String key = folder + "#" + step + files;
        Shown known = kept.get(key);
        if (known != null) {
            onRead.accept(known);
            return;
        }
        Job<Shown> job = runner.run("Read previews", p -> new Shown(step, images(folder, files)));
        reading = job;
        job.onSuccess(
                        shown -> {
                            kept.put(key, shown);
                            onRead.accept(shown);
                        })
                .onFailure(onFailure);
    }

    private static Map<String, List<PreviewPicture>> images(
            Path folder, Map<String, List<String>> files) throws IOException {
        Map<String, List<PreviewPicture>> all = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> kind : files.entrySet()) {
            List<PreviewPicture> images = new ArrayList<>();
            for (String file : kind.getValue()) {
                try (InputStream in = Files.newInputStream(folder.resolve(file))) {
                    Image image = new Image(in);
                    if (!image.isError()) {
                        images.add(new PreviewPicture(image, caption(folder.resolve(file))));
                    }
                }
            }
            all.put(kind.getKey(), images);
        }
        return all;
    }

    private static String caption(Path file) throws IOException {
        return ImageRecipe.read(file)
                .map(r -> r.prompt().isEmpty() ? r.className() : r.prompt())
                .orElse("");
    }
}
