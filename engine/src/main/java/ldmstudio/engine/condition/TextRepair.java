package ldmstudio.engine.condition;

import java.text.Normalizer;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The repairs of ftfy 6 that the tokenizer of OpenAI's CLIP applies to a text: HTML entities where
 * there is no tag, terminal colours, ligatures, full-width letters, curly quotes, line ends,
 * control characters, NFC. ftfy's guessing of wrongly decoded text ("mojibake") is left out.
 */
final class TextRepair {
    private static final Pattern TERMINAL = Pattern.compile("\u001B\\[((?:\\d|;)*)([a-zA-Z])");
    private static final Pattern SINGLE = Pattern.compile("[\u02bc\u2018-\u201b]");
    private static final Pattern DOUBLE = Pattern.compile("[\u201c-\u201f]");
    private static final Pattern LINE_ENDS = Pattern.compile("\r\n|[\r\u2028\u2029\u0085]");
    private static final Pattern CONTROL =
            Pattern.compile("[\\x00-\\x08\\x0b\\x0e-\\x1f\\x7f\u206a-\u206f\ufeff\ufff9-\ufffc]");

    private static final Map<Integer, String> LIGATURES =
            Map.ofEntries(
                    Map.entry(0x132, "IJ"),
                    Map.entry(0x133, "ij"),
                    Map.entry(0x149, "\u02bcn"),
                    Map.entry(0x1F1, "DZ"),
                    Map.entry(0x1F2, "Dz"),
                    Map.entry(0x1F3, "dz"),
                    Map.entry(0x1C4, "D\u017d"),
                    Map.entry(0x1C5, "D\u017e"),
                    Map.entry(0x1C6, "d\u017e"),
                    Map.entry(0x1C7, "LJ"),
                    Map.entry(0x1C8, "Lj"),
                    Map.entry(0x1C9, "lj"),
                    Map.entry(0x1CA, "NJ"),
                    Map.entry(0x1CB, "Nj"),
                    Map.entry(0x1CC, "nj"),
                    Map.entry(0xFB00, "ff"),
                    Map.entry(0xFB01, "fi"),
                    Map.entry(0xFB02, "fl"),
                    Map.entry(0xFB03, "ffi"),
                    Map.entry(0xFB04, "ffl"),
                    Map.entry(0xFB05, "\u017ft"),
                    Map.entry(0xFB06, "st"));

    private TextRepair() {}

    static String repair(String text) {
        String plain = text.indexOf('<') < 0 ? HtmlEntities.unescape(text) : text;
        String uncoloured = TERMINAL.matcher(plain).replaceAll("");
        StringBuilder letters = new StringBuilder(uncoloured.length());
        uncoloured.codePoints().forEach(c -> letters.append(letter(c)));
        String straight = SINGLE.matcher(letters).replaceAll("'");
        straight = DOUBLE.matcher(straight).replaceAll("\"");
        String lines = LINE_ENDS.matcher(straight).replaceAll("\n");
        return Normalizer.normalize(CONTROL.matcher(lines).replaceAll(""), Normalizer.Form.NFC);
    }

    private static String letter(int c) {
        boolean wide = c == 0x3000 || (c >= 0xFF01 && c < 0xFFF0);
        return wide
                ? Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC)
                : LIGATURES.getOrDefault(c, Character.toString(c));
    }
}
