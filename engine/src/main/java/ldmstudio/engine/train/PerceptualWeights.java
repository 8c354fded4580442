package ldmstudio.engine.train;

import java.io.IOException;
import java.nio.file.Path;
import ldmstudio.engine.checkpoint.WeightFile;
import ldmstudio.engine.config.ReconstructionConfig;
import ldmstudio.engine.perceptual.Lpips;
import ldmstudio.engine.tensor.Ops;
import org.jspecify.annotations.Nullable;

/** Loads LPIPS from the weights that a configuration names. */
final class PerceptualWeights {
    private PerceptualWeights() {}

    /** LPIPS, or null when no VGG16 weights are given or its weight is 0. */
    static @Nullable Lpips load(Ops ops, ReconstructionConfig config) throws IOException {
        if (config.vgg16Weights().isBlank() || config.perceptualWeight() == 0) {
            return null;
        }
        try (WeightFile vgg = WeightFile.open(Path.of(config.vgg16Weights()))) {
            if (config.lpipsWeights().isBlank()) {
                return Lpips.open(ops, vgg, null);
            }
            try (WeightFile lin = WeightFile.open(Path.of(config.lpipsWeights()))) {
                return Lpips.open(ops, vgg, lin);
            }
        }
    }
}
