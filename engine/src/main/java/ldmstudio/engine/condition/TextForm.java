package ldmstudio.engine.condition;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How a text is cleaned before it is split into words: as transformers' CLIPTokenizer does or as
 * the tokenizer of OpenAI's CLIP and open_clip. They differ in quotes, HTML entities, full-width
 * letters and in what pads a short text.
 */
public enum TextForm {
    /**
     * NFC, runs of white space to one space, lower case letter by letter; pads with the pad token.
     */
    HUGGING_FACE {
        @Override
        String clean(String text) {
            String composed = Normalizer.normalize(wellFormed(text), Normalizer.Form.NFC);
            StringBuilder lower = new StringBuilder(composed.length());
            SPACE.matcher(composed)
                    .replaceAll(" ")
                    .codePoints()
                    .forEach(c -> lower.append(Character.toString(c).toLowerCase(Locale.ROOT)));
            // Not strip(): to Java, some control characters are white space too.
            return ENDS.matcher(lower).replaceAll("");
        }
    },
    /**
     * Repairs typographic quotes, ligatures, full-width letters, line ends and control characters
     * as ftfy does (but not wrongly decoded text), resolves HTML entities twice, lower case; pads
     * with 0.
     */
    OPENAI {
        @Override
        String clean(String text) {
            String repaired = TextRepair.repair(wellFormed(text));
            String plain = HtmlEntities.unescape(HtmlEntities.unescape(repaired));
            return SPACE.matcher(plain).replaceAll(" ").strip().toLowerCase(Locale.ROOT).strip();
        }
    };

    static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

    private static final Pattern ENDS = Pattern.compile("^ +| +$");

    /** The text as it is split into words. */
    abstract String clean(String text);

    /** Half surrogates have no UTF-8: each becomes U+FFFD. */
    private static String wellFormed(String text) {
        StringBuilder whole = new StringBuilder(text.length());
        text.codePoints()
                .forEach(
                        c ->
                                whole.appendCodePoint(
                                        c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE
                                                ? 0xFFFD
                                                : c));
        return whole.toString();
    }
}
