package ldmstudio.engine.pipeline;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import ldmstudio.engine.checkpoint.WeightFile;
import ldmstudio.engine.config.WalkConfig;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.data.PixelPlanes;
import ldmstudio.engine.perceptual.Lpips;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;

/**
 * How different two pictures look, as a length: the root of a squared difference, so that twice as
 * large a small change is twice as far.
 */
@FunctionalInterface
public interface PictureDistance {
    double between(PixelImage a, PixelImage b);

    /**
     * The distance that a walk's {@code retime} names.
     *
     * @throws IOException when the weights of LPIPS cannot be read
     */
    static PictureDistance of(DiffusionModel model, WalkConfig walk) throws IOException {
        if (!walk.retime().equals("lpips")) {
            return features(model);
        }
        try (WeightFile vgg = WeightFile.open(Path.of(walk.vgg16Weights()))) {
            if (walk.lpipsWeights().isBlank()) {
                return lpips(model.ops(), Lpips.open(model.ops(), vgg, null));
            }
            try (WeightFile lin = WeightFile.open(Path.of(walk.lpipsWeights()))) {
                return lpips(model.ops(), Lpips.open(model.ops(), vgg, lin));
            }
        }
    }

    /** The distance that a walk's {@code retime} names, in words for people. */
    static String name(DiffusionModel model, WalkConfig walk) {
        if (walk.retime().equals("lpips")) {
            return walk.lpipsWeights().isBlank()
                    ? "VGG16 features with all linear weights 1 (not trained LPIPS)"
                    : "LPIPS (VGG16)";
        }
        return model.autoencoder() == null
                ? "pixels at several scales (not LPIPS)"
                : "the model's latents and pixels at several scales (not LPIPS)";
    }

    /** √LPIPS. */
    static PictureDistance lpips(Ops ops, Lpips lpips) {
        return (a, b) -> {
            try (Scope scope = Scope.open()) {
                NDArray x =
                        ops.array(PixelPlanes.toPlanes(List.of(a), 3), 1, 3, a.height(), a.width());
                NDArray y =
                        ops.array(PixelPlanes.toPlanes(List.of(b), 3), 1, 3, b.height(), b.width());
                return Math.sqrt(Math.max(0, ops.item(lpips.distance(x, y))));
            }
        };
    }

    /**
     * What can be had without VGG: √(m_z + Σ_k m_k), with m_z the mean squared difference of the
     * model's own scaled latents (variance 1; not where it draws pixels) and m_k that of the
     * pictures in [-1, 1] averaged over squares of 1, 2, 4 … pixels while at least four squares a
     * side are left. The latents see form, the coarse squares see where things are.
     */
    static PictureDistance features(DiffusionModel model) {
        return (a, b) -> {
            double sum = 0;
            if (model.autoencoder() != null) {
                sum = meanSquare(PictureLatents.of(model, a), PictureLatents.of(model, b));
            }
            float[] x = PixelPlanes.toPlanes(List.of(a), 3);
            float[] y = PixelPlanes.toPlanes(List.of(b), 3);
            int width = a.width();
            int height = a.height();
            while (true) {
                sum += meanSquare(x, y);
                if (Math.min(width, height) / 2 < 4) {
                    return Math.sqrt(sum);
                }
                x = halved(x, width, height);
                y = halved(y, width, height);
                width /= 2;
                height /= 2;
            }
        };
    }

    private static double meanSquare(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = (double) a[i] - b[i];
            sum += difference * difference;
        }
        return sum / a.length;
    }

    /** Means of squares of four; an odd last row or column is left out. */
    private static float[] halved(float[] planes, int width, int height) {
        int across = width / 2;
        int down = height / 2;
        int channels = planes.length / (width * height);
        float[] out = new float[channels * across * down];
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < down; y++) {
                for (int x = 0; x < across; x++) {
                    int from = (c * height + 2 * y) * width + 2 * x;
                    out[(c * down + y) * across + x] =
                            (planes[from]
                                            + planes[from + 1]
                                            + planes[from + width]
                                            + planes[from + width + 1])
                                    / 4;
                }
            }
        }
        return out;
    }
}
