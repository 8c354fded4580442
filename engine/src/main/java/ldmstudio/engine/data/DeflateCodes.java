package ldmstudio.engine.data;

import java.io.IOException;
import java.util.Arrays;

/**
 * The alphabets of deflate and the codes at the head of its blocks.
 *
 * <p>Source: RFC 1951, 3.2.5 to 3.2.7.
 */
final class DeflateCodes {
    private static final int END_OF_BLOCK = 256;
    private static final int FIRST_LENGTH = 257;
    private static final int LENGTHS = 29;
    private static final int LONGEST = 258;
    private static final int USED_DISTANCES = 30;

    /** Literals, the end of a block, lengths; the last two do not occur. */
    static final int[] LITERALS = literals();

    /** Distances; the last two do not occur. */
    static final int[] DISTANCES = distances();

    private static final int[] ORDER = {
        16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
    };

    private DeflateCodes() {}

    /** Takes bits from the stream. */
    interface Bits {
        int take(int count) throws IOException;
    }

    private static int[] literals() {
        int[] templates = new int[FIRST_LENGTH + LENGTHS + 2];
        Arrays.fill(templates, HuffmanTable.SPECIAL | HuffmanTable.UNUSED);
        for (int value = 0; value < END_OF_BLOCK; value++) {
            templates[value] = HuffmanTable.literal(value);
        }
        templates[END_OF_BLOCK] = HuffmanTable.SPECIAL;
        int base = 3;
        for (int i = 0; i < LENGTHS - 1; i++) {
            int extra = i < 8 ? 0 : i / 4 - 1;
            templates[FIRST_LENGTH + i] = HuffmanTable.number(base, extra);
            base += 1 << extra;
        }
        templates[FIRST_LENGTH + LENGTHS - 1] = HuffmanTable.number(LONGEST, 0);
        return templates;
    }

    private static int[] distances() {
        int[] templates = new int[USED_DISTANCES + 2];
        Arrays.fill(templates, HuffmanTable.SPECIAL | HuffmanTable.UNUSED);
        int base = 1;
        for (int i = 0; i < USED_DISTANCES; i++) {
            int extra = i < 4 ? 0 : i / 2 - 1;
            templates[i] = HuffmanTable.number(base, extra);
            base += 1 << extra;
        }
        return templates;
    }

    /** Makes the tables of a block that names no codes. */
    static void buildFixed(HuffmanTable literals, HuffmanTable distances) throws IOException {
        byte[] lengths = new byte[LITERALS.length];
        Arrays.fill(lengths, 0, 144, (byte) 8);
        Arrays.fill(lengths, 144, 256, (byte) 9);
        Arrays.fill(lengths, 256, 280, (byte) 7);
        Arrays.fill(lengths, 280, LITERALS.length, (byte) 8);
        literals.build(lengths, 0, LITERALS.length, LITERALS);
        Arrays.fill(lengths, (byte) 5);
        distances.build(lengths, 0, DISTANCES.length, DISTANCES);
    }

    /** Reads the codes of a block and makes their tables. */
    static void read(Bits bits, HuffmanTable literals, HuffmanTable distances) throws IOException {
        int literalCount = FIRST_LENGTH + bits.take(5);
        int distanceCount = 1 + bits.take(5);
        int orderCount = 4 + bits.take(4);
        byte[] lengths = new byte[ORDER.length];
        for (int i = 0; i < orderCount; i++) {
            lengths[ORDER[i]] = (byte) bits.take(3);
        }
        if (literalCount > FIRST_LENGTH + LENGTHS || distanceCount > USED_DISTANCES) {
            throw new IOException("the picture is damaged: it has too many codes");
        }
        byte[] all = lengths(bits, lengths, literalCount + distanceCount);
        if (all[END_OF_BLOCK] == 0) {
            throw new IOException("the picture is damaged: a block has no end");
        }
        literals.build(all, 0, literalCount, LITERALS);
        distances.build(all, literalCount, distanceCount, DISTANCES);
    }

    /** The lengths of codes are themselves coded, with words for repetitions. */
    private static byte[] lengths(Bits bits, byte[] ofLengths, int count) throws IOException {
        Decoder decoder = new Decoder(bits, ofLengths);
        byte[] all = new byte[count];
        int at = 0;
        while (at < count) {
            int symbol = decoder.symbol();
            if (symbol < 16) {
                all[at++] = (byte) symbol;
                continue;
            }
            if (symbol == 16 && at == 0) {
                throw new IOException("the picture is damaged: it repeats what is not there");
            }
            byte value = symbol == 16 ? all[at - 1] : 0;
            int times =
                    switch (symbol) {
                        case 16 -> 3 + bits.take(2);
                        case 17 -> 3 + bits.take(3);
                        default -> 11 + bits.take(7);
                    };
            if (times > count - at) {
                throw new IOException("the picture is damaged: it has too many codes");
            }
            Arrays.fill(all, at, at + times, value);
            at += times;
        }
        return all;
    }

    /** Decodes bit by bit, which is soon enough for a few hundred lengths. */
    private static final class Decoder {
        private static final int MOST_BITS = 7;

        private final Bits bits;
        private final int[] counts = new int[MOST_BITS + 1];
        private final int[] sorted = new int[ORDER.length];

        Decoder(Bits bits, byte[] lengths) throws IOException {
            this.bits = bits;
            int free = 1;
            int used = 0;
            for (int length = 1; length <= MOST_BITS; length++) {
                for (int symbol = 0; symbol < lengths.length; symbol++) {
                    if (lengths[symbol] == length) {
                        sorted[used++] = symbol;
                        counts[length]++;
                    }
                }
                free = 2 * free - counts[length];
                if (free < 0) {
                    throw new IOException("the picture is damaged: its codes overlap");
                }
            }
            if (free > 0) {
                throw new IOException("the picture is damaged: its codes have gaps");
            }
        }

        int symbol() throws IOException {
            int code = 0;
            int first = 0;
            int index = 0;
            for (int length = 1; length <= MOST_BITS; length++) {
                code = code << 1 | bits.take(1);
                int beyond = code - first - counts[length];
                if (beyond < 0) {
                    return sorted[index + code - first];
                }
                index += counts[length];
                first = first + counts[length] << 1;
            }
            throw new IOException("the picture is damaged: a code of its pixels means nothing");
        }
    }
}
