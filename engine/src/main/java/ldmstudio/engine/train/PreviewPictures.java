package ldmstudio.engine.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.run.PngFiles;

/** Writes a row of preview pictures as numbered PNG files and records them. */
final class PreviewPictures {
    private PreviewPictures() {}

    static void write(TrainingTask.Previews previews, String kind, List<PixelImage> pictures)
            throws IOException {
        if (pictures.isEmpty()) {
            return;
        }
        Path folder = previews.folder();
        List<PixelImage> kept = List.copyOf(pictures);
        previews.later(
                () -> {
                    List<Path> files = new ArrayList<>();
                    for (int i = 0; i < kept.size(); i++) {
                        Path file = folder.resolve(String.format("%s-%02d.png", kind, i));
                        PngFiles.write(kept.get(i), Map.of(), file);
                        files.add(file);
                    }
                    previews.add(kind, files);
                });
    }
}
