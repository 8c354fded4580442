package ldmstudio.engine.pipeline;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import ldmstudio.engine.autoencoder.Autoencoder;
import ldmstudio.engine.data.PictureFile;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.data.PixelPlanes;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;

/** Pictures as a denoiser sees them. */
final class PictureLatents {
    private PictureLatents() {}

    /**
     * The scaled latents {@code (1, C, h, w)} of a picture that is cut to the model's size; its
     * pixels where there is no autoencoder.
     */
    static float[] of(DiffusionModel model, PixelImage picture) {
        return ofCut(model, cut(model, picture));
    }

    private static float[] ofCut(DiffusionModel model, PixelImage cut) {
        Autoencoder autoencoder = model.autoencoder();
        int channels = autoencoder == null ? model.channels() : autoencoder.inChannels();
        float[] planes = PixelPlanes.toPlanes(List.of(cut), channels);
        if (autoencoder == null) {
            return planes;
        }
        Ops ops = model.ops();
        try (Scope scope = Scope.open()) {
            NDArray x = ops.array(planes, 1, channels, cut.height(), cut.width());
            NDArray z = autoencoder.latents(autoencoder.encode(x));
            return ops.floats(ops.scale(z, model.scalingFactor()));
        }
    }

    /** A picture through the autoencoder and back; empty: the model has none. */
    static Optional<Roundtrip> roundtrip(DiffusionPipeline pipeline, PixelImage picture) {
        DiffusionModel model = pipeline.model();
        if (model.autoencoder() == null) {
            return Optional.empty();
        }
        PixelImage given = cut(model, picture);
        float[] latents = ofCut(model, given);
        try (Scope scope = Scope.open()) {
            NDArray z =
                    model.ops().array(latents, 1, model.channels(), model.height(), model.width());
            PixelImage back = pipeline.decode(z).get(0);
            return Optional.of(new Roundtrip(given, back));
        }
    }

    private static PixelImage cut(DiffusionModel model, PixelImage picture) {
        Autoencoder autoencoder = model.autoencoder();
        int factor = autoencoder == null ? 1 : autoencoder.factor();
        return PictureFile.cover(picture, model.width() * factor, model.height() * factor);
    }
}
