package ldmstudio.engine.condition;

import java.nio.charset.StandardCharsets;

/**
 * One printable character for each byte, so that a vocabulary can be written as text and every text
 * in UTF-8 has a spelling: bytes that print stand for themselves, the others for the characters
 * from U+0100 on, in order.
 *
 * <p>Radford et al., 2019, "Language Models are Unsupervised Multitask Learners", section 2.2; the
 * reference's {@code bytes_to_unicode}.
 */
final class ByteAlphabet {
    private static final int SIZE = 256;
    private static final char[] CHARACTERS = new char[SIZE];
    private static final int[] BYTES = new int[2 * SIZE];
    private static final int[] ORDER = new int[SIZE];

    static {
        java.util.Arrays.fill(BYTES, -1);
        int printed = 0;
        int moved = 0;
        for (int value = 0; value < SIZE; value++) {
            if (prints(value)) {
                CHARACTERS[value] = (char) value;
                ORDER[printed++] = value;
            } else {
                CHARACTERS[value] = (char) (SIZE + moved++);
            }
            BYTES[CHARACTERS[value]] = value;
        }
        for (int value = 0; value < SIZE; value++) {
            if (!prints(value)) {
                ORDER[printed++] = value;
            }
        }
    }

    private ByteAlphabet() {}

    private static boolean prints(int value) {
        return (value >= '!' && value <= '~')
                || (value >= 0xA1 && value <= 0xAC)
                || (value >= 0xAE && value <= 0xFF);
    }

    /** The spelling of a text, one character a byte. */
    static String spell(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        char[] spelled = new char[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            spelled[i] = CHARACTERS[bytes[i] & 0xFF];
        }
        return new String(spelled);
    }

    /** The text of a spelling; bytes that are no UTF-8 become U+FFFD, other characters are kept. */
    static String read(String spelled) {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream(spelled.length());
        for (int i = 0; i < spelled.length(); i++) {
            char c = spelled.charAt(i);
            if (c < BYTES.length && BYTES[c] >= 0) {
                bytes.write(BYTES[c]);
            } else {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** The character of the n-th entry of CLIP's vocabulary: those that print first. */
    static String character(int n) {
        return String.valueOf(CHARACTERS[ORDER[n]]);
    }
}
