package ldmstudio.engine.data;

/** A data set that can hand out pictures as their decoder left them, which scale faster. */
interface ScalableSource {
    /** As {@link Dataset#read(int, int)}. */
    Scalable scalable(int i, int shortSide) throws UnreadablePictureException;

    /** A data set's picture, in the best form that it has. */
    static Scalable of(Dataset dataset, int i, int shortSide) throws UnreadablePictureException {
        return dataset instanceof ScalableSource source
                ? source.scalable(i, shortSide)
                : Resampler.scalable(dataset.read(i, shortSide));
    }
}
