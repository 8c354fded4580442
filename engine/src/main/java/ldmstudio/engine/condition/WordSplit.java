package ldmstudio.engine.condition;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CLIP's words: English contractions, runs of letters, single digits, runs of other signs; white
 * space parts them and is dropped. Radford et al., 2021, arXiv:2103.00020, the released tokenizer.
 */
final class WordSplit {
    private static final Pattern WORD =
            Pattern.compile(
                    "'s|'t|'re|'ve|'m|'ll|'d|\\p{L}+|\\p{N}|[^\\s\\p{L}\\p{N}]+",
                    Pattern.UNICODE_CHARACTER_CLASS);

    private WordSplit() {}

    /** A word and where it begins in the cleaned text. */
    record Word(String text, int start) {}

    static List<Word> words(String cleaned) {
        List<Word> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(cleaned);
        while (matcher.find()) {
            words.add(new Word(matcher.group(), matcher.start()));
        }
        return words;
    }
}
