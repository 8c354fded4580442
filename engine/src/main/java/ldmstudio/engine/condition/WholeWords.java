package ldmstudio.engine.condition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The words of a byte-pair vocabulary that are one piece each, as a person may type them. */
final class WholeWords {
    private static final Pattern WORD = Pattern.compile("\\p{L}{2,}");

    private WholeWords() {}

    /** The joined pieces that end a word, the first learned first. */
    static List<String> of(ClipVocabulary vocabulary) {
        Map<String, Boolean> words = new LinkedHashMap<>();
        for (ClipVocabulary.Pair pair : vocabulary.merges()) {
            String piece = pair.joined();
            if (piece.endsWith(ClipVocabulary.WORD_END)) {
                String spelled =
                        piece.substring(0, piece.length() - ClipVocabulary.WORD_END.length());
                String word = ByteAlphabet.read(spelled);
                if (WORD.matcher(word).matches()) {
                    words.put(word, true);
                }
            }
        }
        return new ArrayList<>(words.keySet());
    }
}
