package ldmstudio.engine.train;

import java.util.Arrays;
import ldmstudio.engine.denoiser.Conditioning;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;

/**
 * Tells a part of the picture itself, so that the network learns to paint around it: the latents
 * with the part to be painted set to zero, and in front of them, if wanted, a plane that is 1
 * there.
 *
 * <p>Half of the pictures are to be continued from one side, by a quarter to three quarters, as in
 * outpainting; the others have a rectangle missing, now and then the whole picture, which keeps the
 * network able to draw from nothing. Masks are functions of {@code (seed, batch, index)}.
 */
final class KnownConditions implements Conditions {
    private static final double WHOLE = 0.1;
    private static final double SIDE = 0.5;

    private final Ops ops;
    private final int channels;
    private final int height;
    private final int width;
    private final boolean withMask;
    private final Noise noise;

    /**
     * @param shape of a sample, {@code [C, h, w]}
     * @param withMask whether the network is told the mask, too
     */
    KnownConditions(Ops ops, int[] shape, boolean withMask, long seed) {
        this.ops = ops;
        this.channels = shape[0];
        this.height = shape[1];
        this.width = shape[2];
        this.withMask = withMask;
        this.noise = new Noise(seed, "paint_around");
    }

    /** Channels that the network takes beside the sample. */
    static int channels(int[] shape, boolean withMask) {
        return shape[0] + (withMask ? 1 : 0);
    }

    @Override
    public Conditioning of(LatentBatches.Clean clean, long batchNumber) {
        int plane = height * width;
        int offset = withMask ? plane : 0;
        int each = offset + channels * plane;
        float[] all = new float[clean.size() * each];
        for (int i = 0; i < clean.size(); i++) {
            // Validation asks with negative numbers; its masks must not change either.
            float[] empty = mask(batchNumber < 0 ? clean.pictures()[i] : batchNumber, i);
            if (withMask) {
                System.arraycopy(empty, 0, all, i * each, plane);
            }
            for (int c = 0; c < channels; c++) {
                for (int p = 0; p < plane; p++) {
                    float z0 = clean.z0()[(i * channels + c) * plane + p];
                    all[i * each + offset + c * plane + p] = z0 * (1 - empty[p]);
                }
            }
        }
        return Conditioning.NONE.withImage(
                ops.array(all, clean.size(), each / plane, height, width));
    }

    /** {@code (h, w)}: 1 where it is to be painted. */
    float[] mask(long batch, int index) {
        float[] mask = new float[height * width];
        double kind = draw(batch, index, 0);
        if (kind < WHOLE) {
            Arrays.fill(mask, 1);
            return mask;
        }
        int top = 0;
        int left = 0;
        int bottom = height;
        int right = width;
        if (kind < WHOLE + SIDE) {
            double share = 0.25 + 0.5 * draw(batch, index, 1);
            int rows = (int) Math.max(1, Math.round(height * share));
            int columns = (int) Math.max(1, Math.round(width * share));
            switch ((int) (4 * draw(batch, index, 2))) {
                case 0 -> left = width - columns;
                case 1 -> right = columns;
                case 2 -> top = height - rows;
                default -> bottom = rows;
            }
        } else {
            int rows = (int) Math.max(1, Math.round(height * (0.2 + 0.6 * draw(batch, index, 1))));
            int columns =
                    (int) Math.max(1, Math.round(width * (0.2 + 0.6 * draw(batch, index, 2))));
            top = (int) ((height - rows + 1) * draw(batch, index, 3));
            left = (int) ((width - columns + 1) * draw(batch, index, 4));
            bottom = Math.min(height, top + rows);
            right = Math.min(width, left + columns);
        }
        for (int y = top; y < bottom; y++) {
            Arrays.fill(mask, y * width + left, y * width + right, 1);
        }
        return mask;
    }

    private double draw(long batch, int index, int number) {
        return noise.uniform(batch, index * 8L + number);
    }
}
