package ldmstudio.engine.condition;

import java.util.List;

/** Turns a text into the numbers that a text encoder reads. */
public interface Tokenizer {
    /** Starts, cuts, ends and pads: always {@link #maxLength} numbers. */
    Encoded encode(String text);

    /** Tokens of one text, start and end included. */
    int maxLength();

    /** The pieces of a whole text as they are written, none cut, without start and end. */
    List<String> spelled(String text);

    /**
     * Words to offer to who writes a prompt: those of the captions that it was learned from, the
     * most frequent first; where they are not known, whole words that are one piece each.
     */
    List<String> words();

    /** Every id is below this. */
    int vocabularySize();

    /** The ids of several texts, row after row: {@code (B, maxLength)}. */
    default long[] encodeAll(List<String> texts) {
        long[] ids = new long[texts.size() * maxLength()];
        for (int row = 0; row < texts.size(); row++) {
            int[] one = encode(texts.get(row)).ids();
            for (int i = 0; i < one.length; i++) {
                ids[row * one.length + i] = one[i];
            }
        }
        return ids;
    }

    /**
     * One text as numbers.
     *
     * @param ids padded to the tokenizer's maximum length
     * @param length tokens before the padding, start and end included
     * @param cut the words that did not fit, from the first word that is not there wholly; empty
     *     when all fitted
     */
    record Encoded(int[] ids, int length, String cut) {
        /** Whether some of the text was lost. */
        public boolean truncated() {
            return !cut.isEmpty();
        }

        /** What the user should know of a text that was too long; empty when nothing was lost. */
        public String notice() {
            return truncated()
                    ? "The text is longer than "
                            + (ids.length - 2)
                            + " tokens; this was left out: \""
                            + cut
                            + "\""
                    : "";
        }
    }
}
