package ldmstudio.engine.train;

import ldmstudio.engine.config.DataConfig;
import ldmstudio.engine.config.MachineConfig;
import ldmstudio.engine.data.BatchLoader;
import ldmstudio.engine.data.BatchPlan;
import ldmstudio.engine.data.Dataset;
import ldmstudio.engine.data.Datasets;
import ldmstudio.engine.data.Split;

/** The two parts of a run's pictures, and how they are read. */
final class TrainingData implements AutoCloseable {
    static final String NOTHING_HELD_OUT =
            "No pictures are held out, so the validation figures are of training pictures. Set data.validation_fraction"
                    + " above 0.";
    private static final int VALIDATION_BATCH = 32;

    private final DataConfig config;
    private final int imgSize;
    private final int channels;
    private final int workers;
    private final Dataset train;
    private final Dataset heldOut;

    TrainingData(DataConfig config, MachineConfig machine, int imgSize, int channels) {
        this.config = config;
        this.imgSize = imgSize;
        this.channels = channels;
        this.workers =
                machine.dataThreads() > 0
                        ? machine.dataThreads()
                        : Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors() / 2));
        train = Datasets.open(config, imgSize, Split.TRAIN);
        heldOut = Datasets.open(config, imgSize, Split.VALIDATION);
    }

    DataConfig config() {
        return config;
    }

    int imgSize() {
        return imgSize;
    }

    int channels() {
        return channels;
    }

    Dataset train() {
        return train;
    }

    /** Held-out pictures; the training pictures where none are held out. */
    Dataset validation() {
        return heldOut.size() > 0 ? heldOut : train;
    }

    boolean holdsOut() {
        return heldOut.size() > 0;
    }

    BatchLoader trainingBatches(long seed, int batchSize) {
        return new BatchLoader(
                train,
                BatchPlan.training(seed, batchSize),
                imgSize,
                channels,
                config.resize(),
                config.horizontalFlip(),
                workers);
    }

    /** The held-out pictures in order. */
    BatchLoader validationBatches(int count) {
        int size = Math.min(VALIDATION_BATCH, Math.max(1, Math.min(count, validation().size())));
        return inOrder(validation(), size);
    }

    /** Pictures of a part in order, centred and unmirrored. */
    BatchLoader inOrder(Dataset dataset, int batchSize) {
        return new BatchLoader(
                dataset,
                BatchPlan.inOrder(batchSize),
                imgSize,
                channels,
                config.resize(),
                false,
                workers);
    }

    @Override
    public void close() {
        train.close();
        heldOut.close();
    }
}
