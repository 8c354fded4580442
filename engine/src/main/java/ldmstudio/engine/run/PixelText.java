package ldmstudio.engine.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Small letters of 5 × 7 pixels for labels inside pictures.
 *
 * <p>A font of its own because the machines that train have often none, and Java draws no text
 * there. Capitals become small; what has no letter becomes a question mark.
 */
final class PixelText {
    /** From one letter's left to the next one's. */
    static final int ADVANCE = 6;

    static final int HEIGHT = 7;

    private static final int WIDTH = 5;
    private static final String LETTERS = "pixel-letters.txt";

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

    /** Draws one line from (x, y), its top left; what does not fit into {@code room} is cut. */
    void draw(int[] argb, int width, int x, int y, int room, String text, int colour) {
        draw(argb, width, x, y, room, text, colour, 1);
    }

    /** The same with letters that are enlarged by a whole factor. */
    void draw(int[] argb, int width, int x, int y, int room, String text, int colour, int factor) {
        int fits = Math.max(0, (room / factor + 1) / ADVANCE);
        String line = text.toLowerCase(Locale.ROOT);
        for (int i = 0; i < Math.min(fits, line.length()); i++) {
            if (line.charAt(i) == ' ') {
                continue;
            }
            String letter = letters.getOrDefault(line.charAt(i), letters.getOrDefault('?', ""));
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
