package ldmstudio.engine.condition;

/**
 * The size of a text encoder of one's own.
 *
 * @param width channels of a token
 * @param layers transformer layers
 * @param heads attention heads; must divide the width
 * @param maxLength tokens of a text with start and end
 * @param vocabulary entries of the vocabulary at most, at least {@link VocabularyLearner#SMALLEST}
 */
public record TextEncoderSize(int width, int layers, int heads, int maxLength, int vocabulary) {
    /** Enough for captions of a sentence: about half a million numbers. */
    public static final TextEncoderSize SMALL =
            new TextEncoderSize(128, 3, 4, 32, VocabularyLearner.DEFAULT_SIZE);

    public TextEncoderSize {
        if (width < 1 || layers < 1 || heads < 1 || width % heads != 0) {
            throw new IllegalArgumentException(
                    "A text encoder of width "
                            + width
                            + " with "
                            + layers
                            + " layers of "
                            + heads
                            + " heads: all must be at least 1, and the heads must divide the width");
        }
        if (maxLength < 3) {
            throw new IllegalArgumentException(
                    "maxLength is " + maxLength + ", must be at least 3: start, one word, end");
        }
        if (vocabulary < VocabularyLearner.SMALLEST) {
            throw new IllegalArgumentException(
                    "vocabulary is "
                            + vocabulary
                            + ", must be at least "
                            + VocabularyLearner.SMALLEST
                            + " so that every text can be spelled");
        }
    }
}
