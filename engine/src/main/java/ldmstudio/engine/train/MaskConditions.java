package ldmstudio.engine.train;

import java.util.Map;
import java.util.WeakHashMap;
import ldmstudio.engine.data.DataException;
import ldmstudio.engine.data.Dataset;
import ldmstudio.engine.data.PartMask;
import ldmstudio.engine.data.UnreadablePictureException;
import ldmstudio.engine.denoiser.Conditioning;
import ldmstudio.engine.pipeline.Planes;
import ldmstudio.engine.tensor.Ops;
import org.jspecify.annotations.Nullable;

/**
 * Tells the mask, a plane of zeros and ones for each part, {@code (B, parts, h, w)}; hidden, it is
 * all zeros.
 *
 * <p>Masks are shrunk to the sample's size by the nearest pixel before they are made planes. That
 * gives the numbers that the network's own shrinking of the full planes would give, and a mask's
 * shrunk labels are small enough to be kept: a file is read once.
 */
final class MaskConditions implements Conditions {
    private final Ops ops;
    private final int partCount;
    private final int height;
    private final int width;
    private final String resize;
    private final boolean squareOnly;
    private final HiddenShare hidden;
    private final Map<Dataset, @Nullable PartMask[]> known = new WeakHashMap<>();

    /**
     * @param height of the samples
     * @param width of the samples
     * @param resize how pictures become squares
     * @param squareOnly whether pictures are cropped at random, so that only a mask that is square
     *     already fits
     */
    MaskConditions(
            Ops ops,
            int partCount,
            int height,
            int width,
            String resize,
            boolean squareOnly,
            HiddenShare hidden) {
        this.ops = ops;
        this.partCount = partCount;
        this.height = height;
        this.width = width;
        this.resize = resize;
        this.squareOnly = squareOnly;
        this.hidden = hidden;
    }

    @Override
    public Conditioning of(LatentBatches.Clean clean, long batchNumber) {
        int each = partCount * height * width;
        float[] planes = new float[clean.size() * each];
        for (int i = 0; i < clean.size(); i++) {
            if (!hidden.hides(batchNumber, i)) {
                mask(clean.dataset(), clean.pictures()[i]).writePlanes(partCount, planes, i * each);
            }
        }
        return Conditioning.NONE.withImage(
                ops.array(planes, clean.size(), partCount, height, width));
    }

    /** The mask of a picture at the sample's size. */
    PartMask mask(Dataset dataset, int picture) {
        @Nullable PartMask[] masks =
                known.computeIfAbsent(dataset, key -> new PartMask[dataset.size()]);
        PartMask small = masks[picture];
        if (small == null) {
            small = read(dataset, picture);
            masks[picture] = small;
        }
        return small;
    }

    /** The mask of a picture as a wish for a sample. */
    Planes planes(Dataset dataset, int picture) {
        float[] planes = new float[partCount * height * width];
        mask(dataset, picture).writePlanes(partCount, planes, 0);
        return new Planes(planes, partCount, height, width);
    }

    private PartMask read(Dataset dataset, int picture) {
        String id = dataset.entry(picture).id();
        try {
            PartMask mask = dataset.mask(picture);
            if (squareOnly && resize.equals("crop") && mask.width() != mask.height()) {
                throw new DataException(
                        "The mask of "
                                + id
                                + " is "
                                + mask.width()
                                + "x"
                                + mask.height()
                                + ", and without an autoencoder pictures are cropped at random, so"
                                + " it would not fit. Set data.resize to stretch or pad.");
            }
            return mask.square(resize).resized(width, height);
        } catch (UnreadablePictureException e) {
            throw new DataException(
                    "The mask of " + id + " cannot be read: " + e.reason() + ".", e);
        }
    }
}
