package ldmstudio.engine.train;

import java.util.Arrays;
import ldmstudio.engine.config.DrawnData;
import ldmstudio.engine.data.Dataset;
import ldmstudio.engine.data.Datasets;
import ldmstudio.engine.data.Split;

/** The same latents at every step: what a measured step trains on. */
final class GivenLatents implements LatentBatches {
    private final float[] latents;
    private final int size;
    private final int[] shape;
    private final Dataset nothing;

    /**
     * @param shape {@code [C, h, w]}
     */
    GivenLatents(float[] latents, int size, int[] shape) {
        this.latents = latents;
        this.size = size;
        this.shape = shape.clone();
        nothing = Datasets.open(DrawnData.Shapes.defaults(), 32, Split.TRAIN);
    }

    @Override
    public int[] shape() {
        return shape.clone();
    }

    @Override
    public Clean training(long batchNumber) {
        int[] none = new int[size];
        Arrays.fill(none, -1);
        int[] pictures = new int[size];
        Arrays.setAll(pictures, i -> i);
        return new Clean(latents, size, none, pictures, dataset());
    }

    @Override
    public Clean validation(int first, int count) {
        return training(0);
    }

    @Override
    public int validationSize() {
        return size;
    }

    @Override
    public Dataset dataset() {
        return nothing;
    }

    @Override
    public void close() {
        nothing.close();
    }
}
