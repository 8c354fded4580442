package ldmstudio.engine.condition;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The words of a byte-pair vocabulary that are one piece each, as a person may type them.
 *
 * <p>A piece that ends a word may be a word or only the ending of others: {@code ellow} on the way
 * to {@code yellow}. One that no later join lengthens at its front is a word. One that is
 * lengthened, such as {@code red} in {@code hundred}, counts as a word when it begins others, as
 * {@code red} does; endings begin next to none.
 */
final class WholeWords {
    private static final Pattern WORD = Pattern.compile("\\p{L}{2,}");

    /** Words that a piece ends for each that it begins, at most. */
    private static final int ENDED_FOR_BEGUN = 8;

    private WholeWords() {}

    /** The joined pieces that are words, the first learned first. */
    static List<String> of(ClipVocabulary vocabulary) {
        Map<String, Integer> begun = new HashMap<>();
        Map<String, Integer> ended = new HashMap<>();
        for (ClipVocabulary.Pair pair : vocabulary.merges()) {
            begun.merge(pair.left(), 1, Integer::sum);
            ended.merge(pair.right(), 1, Integer::sum);
        }
        Set<String> words = new LinkedHashSet<>();
        for (ClipVocabulary.Pair pair : vocabulary.merges()) {
            String piece = pair.joined();
            if (!piece.endsWith(ClipVocabulary.WORD_END)) {
                continue;
            }
            String spelled = piece.substring(0, piece.length() - ClipVocabulary.WORD_END.length());
            int begins = begun.getOrDefault(spelled, 0);
            String word = ByteAlphabet.read(spelled);
            if (ended.getOrDefault(piece, 0) <= begins * ENDED_FOR_BEGUN
                    && WORD.matcher(word).matches()) {
                words.add(word);
            }
        }
        return new ArrayList<>(words);
    }

    /** Whether a caption's piece is a word that can be completed. */
    static boolean isWord(String text) {
        return WORD.matcher(text).matches();
    }
}
