package ldmstudio.engine.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Small letters of 5 × 7 pixels for labels inside pictures.
 *
 * <p>A font of its own because the machines that train have often none, and Java draws no text
 * there; so the same words are the same pixels everywhere. It knows the letters, digits and signs
 * of Latin text, those with marks put together from both; a few others are spelled with two
 * letters. What has no letter here, such as other scripts, becomes a question mark.
 */
final class PixelText {
    /** From one letter's left to the next one's. */
    static final int ADVANCE = 6;

    static final int HEIGHT = 7;

    private static final int WIDTH = 5;
    private static final String LETTERS = "pixel-letters.txt";

    /** Marks above a letter, two rows; an empty one is left out. */
    private static final Map<Character, String> MARKS =
            Map.ofEntries(
                    Map.entry('\u0300', ".#.....#.."),
                    Map.entry('\u0301', "...#...#.."),
                    Map.entry('\u0302', "..#...#.#."),
                    Map.entry('\u0303', ".#.#.#.#.."),
                    Map.entry('\u0308', ".#.#......"),
                    Map.entry('\u030a', "..#...#.#."),
                    Map.entry('\u030c', ".#.#...#.."),
                    Map.entry('\u030b', "..#.#.#.#."),
                    Map.entry('\u0306', ".#.#...#.."),
                    Map.entry('\u0304', ".###......"),
                    Map.entry('\u0307', "..#......."),
                    Map.entry('\u0327', ""),
                    Map.entry('\u0328', ""));

    /** Rows of a letter of seven that stay when two are needed for its mark. */
    private static final int[] CAPITAL_BELOW_MARK = {0, 1, 3, 5, 6};

    private static final int[] SMALL_BELOW_MARK = {2, 3, 4, 5, 6};

    private static final Map<Character, String> SPELLED =
            Map.ofEntries(
                    Map.entry('ß', "ss"),
                    Map.entry('æ', "ae"),
                    Map.entry('Æ', "AE"),
                    Map.entry('œ', "oe"),
                    Map.entry('Œ', "OE"),
                    Map.entry('ø', "o"),
                    Map.entry('Ø', "O"),
                    Map.entry('ł', "l"),
                    Map.entry('Ł', "L"),
                    Map.entry('đ', "d"),
                    Map.entry('Đ', "D"),
                    Map.entry('ı', "i"),
                    Map.entry('þ', "th"),
                    Map.entry('ð', "d"),
                    Map.entry('…', "..."),
                    Map.entry('·', "-"),
                    Map.entry('–', "-"),
                    Map.entry('—', "-"),
                    Map.entry('−', "-"),
                    Map.entry('‘', "'"),
                    Map.entry('’', "'"),
                    Map.entry('“', "\""),
                    Map.entry('”', "\""),
                    Map.entry('„', "\""),
                    Map.entry('«', "\""),
                    Map.entry('»', "\""),
                    Map.entry('\u00a0', " "));

    private final Map<Character, String> letters = new HashMap<>();

    PixelText() {
        try (InputStream in = PixelText.class.getResourceAsStream(LETTERS)) {
            if (in == null) {
                throw new IllegalStateException("this build lacks " + LETTERS);
            }
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                letters.put(line.charAt(0), line.substring(1).replace(" ", ""));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(LETTERS + " cannot be read", e);
        }
    }

    /**
     * A text in the signs of this font: what takes two letters is spelled so before it is broken.
     */
    static String spelled(String text) {
        StringBuilder line = new StringBuilder();
        for (char sign : Normalizer.normalize(text, Normalizer.Form.NFC).toCharArray()) {
            line.append(SPELLED.getOrDefault(sign, String.valueOf(sign)));
        }
        return line.toString();
    }

    /** A letter with its mark above, or a question mark for one that is not known. */
    private String marked(char sign) {
        String parts = Normalizer.normalize(String.valueOf(sign), Normalizer.Form.NFD);
        String base = letters.get(parts.charAt(0));
        String mark = parts.length() == 2 ? MARKS.get(parts.charAt(1)) : null;
        if (base == null || mark == null) {
            return letters.getOrDefault('?', "");
        }
        if (mark.isEmpty()) {
            return base;
        }
        StringBuilder low = new StringBuilder(mark);
        boolean capital = Character.isUpperCase(parts.charAt(0));
        for (int row : capital ? CAPITAL_BELOW_MARK : SMALL_BELOW_MARK) {
            low.append(base, row * WIDTH, (row + 1) * WIDTH);
        }
        return low.toString();
    }

    /** Draws one line from (x, y), its top left; what does not fit into {@code room} is cut. */
    void draw(int[] argb, int width, int x, int y, int room, String text, int colour) {
        draw(argb, width, x, y, room, text, colour, 1);
    }

    /** The same with letters that are enlarged by a whole factor. */
    void draw(int[] argb, int width, int x, int y, int room, String text, int colour, int factor) {
        int fits = Math.max(0, (room / factor + 1) / ADVANCE);
        String line = spelled(text);
        for (int i = 0; i < Math.min(fits, line.length()); i++) {
            if (line.charAt(i) == ' ') {
                continue;
            }
            String letter = letters.computeIfAbsent(line.charAt(i), this::marked);
            for (int p = 0; p < letter.length(); p++) {
                if (letter.charAt(p) == '#') {
                    int column = x + factor * (i * ADVANCE + p % WIDTH);
                    for (int row = 0; row < factor; row++) {
                        int from = (y + factor * (p / WIDTH) + row) * width + column;
                        Arrays.fill(argb, from, from + factor, colour);
                    }
                }
            }
        }
    }
}
