package ldmstudio.engine.train;

import ldmstudio.engine.config.Stage2Config;
import ldmstudio.engine.data.Batch;
import ldmstudio.engine.data.BatchLoader;
import ldmstudio.engine.data.Dataset;

/**
 * Pictures themselves, for diffusion without an autoencoder (Ho, Jain, Abbeel, 2020,
 * arXiv:2006.11239).
 */
final class PixelBatches implements LatentBatches {
    private final TrainingData data;
    private final BatchLoader training;
    private final BatchLoader validation;

    PixelBatches(TrainingData data, Stage2Config config) {
        this.data = data;
        training = data.trainingBatches(config.seed(), config.training().batchSize());
        validation = data.inOrder(data.validation(), 1);
    }

    @Override
    public int[] shape() {
        return new int[] {data.channels(), data.imgSize(), data.imgSize()};
    }

    @Override
    public Clean training(long batchNumber) {
        Batch batch = training.batch(batchNumber);
        return new Clean(
                batch.pixels(), batch.size(), batch.classLabels(), batch.indices(), data.train());
    }

    @Override
    public Clean validation(int first, int count) {
        int each = data.channels() * data.imgSize() * data.imgSize();
        float[] pixels = new float[count * each];
        int[] labels = new int[count];
        int[] pictures = new int[count];
        for (int i = 0; i < count; i++) {
            Batch one = validation.batch(first + i);
            System.arraycopy(one.pixels(), 0, pixels, i * each, each);
            labels[i] = one.classLabels()[0];
            pictures[i] = one.indices()[0];
        }
        return new Clean(pixels, count, labels, pictures, data.validation());
    }

    @Override
    public int validationSize() {
        return data.validation().size();
    }

    @Override
    public Dataset dataset() {
        return data.train();
    }

    @Override
    public void close() {
        training.close();
        validation.close();
    }
}
