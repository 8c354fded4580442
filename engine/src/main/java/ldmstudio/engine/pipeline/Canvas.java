package ldmstudio.engine.pipeline;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import ldmstudio.engine.autoencoder.Autoencoder;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.data.PixelPlanes;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Where a plan's pictures are drawn: their size, what is known of them, and which part is new. It
 * outlives the scopes of its batches, so it keeps its numbers in Java arrays.
 */
final class Canvas {
    private final DiffusionModel model;
    private final Ops ops;
    private final Beginning from;
    private final int factor;
    private final int height;
    private final int width;
    private final float @Nullable [] latents;
    private final float @Nullable [] repaint;

    /**
     * @throws IllegalArgumentException for a size that the autoencoder cannot make, or a picture or
     *     mask of another size
     */
    Canvas(DiffusionModel model, Beginning from) {
        this.model = model;
        this.ops = model.ops();
        this.from = from;
        Autoencoder autoencoder = model.autoencoder();
        factor = autoencoder == null ? 1 : autoencoder.factor();
        height = side("height", from.height(), model.height());
        width = side("width", from.width(), model.width());
        PixelImage picture = from.picture();
        Planes mask = from.repaint();
        if (picture != null) {
            fits("picture", picture.width(), picture.height());
        }
        if (mask != null) {
            fits("mask", mask.width(), mask.height());
        }
        latents = picture == null ? null : encode(picture, null);
        repaint = mask == null ? null : shrink(mask);
    }

    private int side(String name, int pixels, int own) {
        if (pixels == 0) {
            return own;
        }
        if (pixels < factor || pixels % factor != 0) {
            throw new IllegalArgumentException(
                    name + " is " + pixels + " px; this model draws multiples of " + factor);
        }
        return pixels / factor;
    }

    private void fits(String what, int pixelWidth, int pixelHeight) {
        if (pixelWidth != width * factor || pixelHeight != height * factor) {
            throw new IllegalArgumentException(
                    "The "
                            + what
                            + " is "
                            + pixelWidth
                            + "x"
                            + pixelHeight
                            + ", what is drawn is "
                            + width * factor
                            + "x"
                            + height * factor
                            + ": scale it first");
        }
    }

    /** Of what is denoised. */
    int height() {
        return height;
    }

    /** Of what is denoised. */
    int width() {
        return width;
    }

    /**
     * Steps that a picture to begin from makes needless: {@code N - round(N · strength)}; at least
     * one step is left.
     */
    int firstStep(int steps) {
        return from.picture() == null
                ? 0
                : steps - (int) Math.max(1, Math.round(steps * from.strength()));
    }

    /** Scaled latents of what is known, for each picture of a batch; null: nothing. */
    @Nullable NDArray known(int count) {
        return latents == null ? null : batch(latents, model.channels(), count);
    }

    /** {@code (1, 1, h, w)}: 1 where new; null: everywhere. */
    @Nullable NDArray repaint() {
        return repaint == null ? null : ops.array(repaint, 1, 1, height, width);
    }

    /**
     * What a network that paints around the known is told: a mask of the new part, if it takes one,
     * and the latents of the picture. With a mask the new part is grey in the picture, as in Stable
     * Diffusion's inpainting models; without one it is zero in the latents. Null: nothing is told.
     */
    @Nullable NDArray around(int count) {
        if (!model.denoiser().paintsAroundKnown()) {
            return null;
        }
        int channels = model.channels();
        int beside = model.denoiser().needs().imageChannels();
        int plane = height * width;
        float[] fresh = new float[plane];
        if (repaint == null) {
            Arrays.fill(fresh, 1);
        } else {
            System.arraycopy(repaint, 0, fresh, 0, plane);
        }
        float[] seen = seen(beside > channels);
        float[] all = new float[beside * plane];
        int offset = (beside - channels) * plane;
        if (offset > 0) {
            System.arraycopy(fresh, 0, all, 0, plane);
            System.arraycopy(seen, 0, all, offset, seen.length);
        } else {
            for (int i = 0; i < all.length; i++) {
                all[i] = seen[i] * (1 - fresh[i % plane]);
            }
        }
        return batch(all, beside, count);
    }

    private float[] seen(boolean grey) {
        PixelImage picture = from.picture();
        if (picture == null) {
            int[] argb = new int[width * factor * height * factor];
            Arrays.fill(argb, 0xFF808080);
            return encode(new PixelImage(width * factor, height * factor, argb), null);
        }
        return encode(picture, grey ? from.repaint() : null);
    }

    /** Puts back the pixels that were to stay; the seam runs softly inside the new part. */
    List<PixelImage> finish(List<PixelImage> drawn) {
        Planes mask = from.repaint();
        PixelImage picture = from.picture();
        if (mask == null || picture == null) {
            return drawn;
        }
        float[] share = SoftEdge.inside(mask, factor / 2);
        List<PixelImage> finished = new ArrayList<>();
        for (PixelImage one : drawn) {
            finished.add(SoftEdge.blend(picture, one, share));
        }
        return finished;
    }

    /** Scaled latents of one picture; what {@code hidden} names is middle grey. */
    private float[] encode(PixelImage picture, @Nullable Planes hidden) {
        Autoencoder autoencoder = model.autoencoder();
        int channels = autoencoder == null ? model.channels() : autoencoder.inChannels();
        float[] planes = PixelPlanes.toPlanes(List.of(picture), channels);
        if (hidden != null) {
            int plane = hidden.values().length;
            for (int i = 0; i < planes.length; i++) {
                planes[i] *= 1 - hidden.values()[i % plane];
            }
        }
        if (autoencoder == null) {
            return planes;
        }
        try (Scope scope = Scope.open()) {
            NDArray x = ops.array(planes, 1, channels, picture.height(), picture.width());
            NDArray z = autoencoder.latents(autoencoder.encode(x));
            return ops.floats(ops.scale(z, model.scalingFactor()));
        }
    }

    /** A latent pixel is new as soon as one of its pixels is, be it in part. */
    private float[] shrink(Planes mask) {
        float[] small = new float[height * width];
        for (int y = 0; y < mask.height(); y++) {
            for (int x = 0; x < mask.width(); x++) {
                if (mask.values()[y * mask.width() + x] > 0) {
                    small[y / factor * width + x / factor] = 1;
                }
            }
        }
        return small;
    }

    private NDArray batch(float[] one, int channels, int count) {
        NDArray single = ops.array(one, 1, channels, height, width);
        return count == 1 ? single : ops.cat(Collections.nCopies(count, single), 0);
    }
}
