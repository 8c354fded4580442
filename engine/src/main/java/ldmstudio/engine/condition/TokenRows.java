package ldmstudio.engine.condition;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.tensor.Ops;

/** The numbers of a batch of texts, read back from the device and checked. */
record TokenRows(long[] ids, int batch, int length) {
    /** Configurations before transformers 4.30 named this end although the text ends otherwise. */
    private static final int LEGACY_END = 2;

    /**
     * @throws IllegalArgumentException for a number that the vocabulary does not have
     */
    static TokenRows of(Ops ops, NDArray ids, int vocabSize) {
        long[] numbers;
        try (NDArray copy = ops.copy(ids)) {
            numbers = copy.toLongArray();
        }
        for (long id : numbers) {
            if (id < 0 || id >= vocabSize) {
                throw new IllegalArgumentException(
                        "The text has the token "
                                + id
                                + ", but the text encoder's vocabulary has "
                                + vocabSize
                                + " entries: it needs the tokenizer that it was trained with");
            }
        }
        return new TokenRows(
                numbers,
                Math.toIntExact(ids.getShape().get(0)),
                Math.toIntExact(ids.getShape().get(1)));
    }

    /**
     * The place of each text's end among all tokens of the batch: the first {@code eosTokenId}, or
     * the largest number of the text where the configuration is of the older kind; the first token
     * when the text has no end.
     */
    long[] ends(int eosTokenId) {
        long[] places = new long[batch];
        for (int row = 0; row < batch; row++) {
            int best = 0;
            for (int i = 0; i < length; i++) {
                long id = ids[row * length + i];
                if (eosTokenId == LEGACY_END) {
                    best = id > ids[row * length + best] ? i : best;
                } else if (id == eosTokenId) {
                    best = i;
                    break;
                }
            }
            places[row] = (long) row * length + best;
        }
        return places;
    }
}
