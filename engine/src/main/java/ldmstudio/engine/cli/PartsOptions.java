package ldmstudio.engine.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ldmstudio.engine.data.PartMask;
import ldmstudio.engine.data.PartMaskReader;
import ldmstudio.engine.pipeline.DiffusionModel;
import ldmstudio.engine.pipeline.Planes;
import picocli.CommandLine.Option;

/** {@code --parts}: masks that say which part of the picture belongs where. */
final class PartsOptions {
    @Option(
            names = "--parts",
            split = ",",
            paramLabel = "FILE",
            description =
                    "pictures whose numbers say which part of the picture belongs where (0: none), in turn; black and white for a model of one part")
    private List<Path> files = List.of();

    /**
     * The masks at the size that the model works at, in turn; none where none are given.
     *
     * @throws IllegalArgumentException for a model that takes no masks, or a file that is none
     */
    List<Planes> planes(DiffusionModel model) {
        int parts = model.denoiser().needs().imageChannels();
        if (!files.isEmpty() && parts == 0) {
            throw new IllegalArgumentException("This model takes no masks; leave --parts out");
        }
        List<Planes> masks = new ArrayList<>();
        for (Path file : files) {
            try {
                PartMask mask =
                        PartMaskReader.read(file, parts)
                                .square("crop")
                                .resized(model.width(), model.height());
                float[] planes = new float[parts * model.width() * model.height()];
                mask.writePlanes(parts, planes, 0);
                masks.add(new Planes(planes, parts, model.height(), model.width()));
            } catch (IOException e) {
                throw new IllegalArgumentException(
                        "--parts " + file + " cannot be used: " + e.getMessage(), e);
            }
        }
        return masks;
    }
}
