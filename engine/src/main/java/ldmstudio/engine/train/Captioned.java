package ldmstudio.engine.train;

import java.util.stream.IntStream;
import ldmstudio.engine.data.Dataset;

/** The captions of a data set, for learning a vocabulary. */
final class Captioned {
    /** Enough captions for every word of a closed vocabulary; more would only cost time. */
    private static final int CAPTIONS = 100_000;

    private Captioned() {}

    /**
     * Up to 100,000 captions, in order.
     *
     * @param without what to say when there are none, a sentence on what to do
     * @throws IllegalArgumentException when all are empty
     */
    static Iterable<String> captions(Dataset data, String without) {
        int count = Math.min(CAPTIONS, data.size());
        if (IntStream.range(0, count).allMatch(i -> data.entry(i).caption().isBlank())) {
            throw new IllegalArgumentException(data.name() + " has no captions. " + without);
        }
        return () -> IntStream.range(0, count).mapToObj(i -> data.entry(i).caption()).iterator();
    }
}
