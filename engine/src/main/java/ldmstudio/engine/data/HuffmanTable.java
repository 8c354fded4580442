package ldmstudio.engine.data;

import java.io.IOException;
import java.util.Arrays;

/**
 * Looks up the symbol at the beginning of some bits. Codes of up to {@code mainBits} bits take one
 * look; the first {@code mainBits} bits of longer ones lead to a table of their own.
 *
 * <p>An entry is an int: bits 0 to 5 say how many bits the symbol takes, with its extra bits; 8 to
 * 12 how many of them are its code; from 16 on stands its value. The sign is that of a literal, so
 * that the most frequent question takes one instruction.
 *
 * <p>Source: RFC 1951, 3.2.2; tables in two steps after zlib's {@code inflate_table}.
 */
final class HuffmanTable {
    /** An entry that is a literal. */
    static final int LITERAL = 1 << 31;

    /** An entry that is neither a literal nor a number with extra bits. */
    static final int SPECIAL = 1 << 6;

    /** A special entry that leads to another table: bits 8 to 12 are the bits of its index. */
    static final int FURTHER = 1 << 7;

    /** A special entry that no code leads to. */
    static final int UNUSED = 1 << 13;

    static final int MOST_BITS = 15;

    private final int mainBits;
    private final int[] entries;
    private final int[] counts = new int[MOST_BITS + 1];
    private final int[] next = new int[MOST_BITS + 1];
    private final int[] codes;

    /**
     * @param most bound of the entries of all tables: 2342 for 288 symbols behind 11 bits, 402 for
     *     32 behind 8
     */
    HuffmanTable(int mainBits, int symbols, int most) {
        this.mainBits = mainBits;
        this.entries = new int[most];
        this.codes = new int[symbols];
    }

    /** The entries; those of the first {@code mainBits} bits come first. */
    int[] entries() {
        return entries;
    }

    /** The template of a literal. */
    static int literal(int value) {
        return LITERAL | value << 16;
    }

    /** The template of a number that is {@code base} and as much as its extra bits say. */
    static int number(int base, int extraBits) {
        return base << 16 | extraBits;
    }

    /**
     * Makes the tables of a code.
     *
     * @param lengths bits of each symbol's code from {@code from} on; 0: it does not occur
     * @param templates each symbol's entry but for the bits of its code
     * @throws IOException when the lengths are no code
     */
    void build(byte[] lengths, int from, int count, int[] templates) throws IOException {
        int longest = check(lengths, from, count);
        Arrays.fill(entries, 0, 1 << mainBits, SPECIAL | UNUSED | 1);
        int code = 0;
        for (int bits = 1; bits <= MOST_BITS; bits++) {
            code = code + counts[bits - 1] << 1;
            next[bits] = code;
        }
        for (int symbol = 0; symbol < count; symbol++) {
            int bits = lengths[from + symbol];
            if (bits > 0) {
                codes[symbol] = Integer.reverse(next[bits]++) >>> Integer.SIZE - bits;
                if (bits <= mainBits) {
                    int entry = entry(templates[symbol], bits);
                    for (int i = codes[symbol]; i < 1 << mainBits; i += 1 << bits) {
                        entries[i] = entry;
                    }
                }
            }
        }
        if (longest > mainBits) {
            buildFurther(lengths, from, count, templates);
        }
    }

    private static int entry(int template, int bits) {
        return template + bits | bits << 8;
    }

    private void buildFurther(byte[] lengths, int from, int count, int[] templates) {
        int mask = (1 << mainBits) - 1;
        for (int symbol = 0; symbol < count; symbol++) {
            int more = lengths[from + symbol] - mainBits;
            if (more > 0) {
                int known = entries[codes[symbol] & mask] >>> 8 & 31;
                boolean seen = (entries[codes[symbol] & mask] & FURTHER) != 0;
                entries[codes[symbol] & mask] =
                        SPECIAL | FURTHER | Math.max(more, seen ? known : 0) << 8;
            }
        }
        int end = 1 << mainBits;
        for (int prefix = 0; prefix <= mask; prefix++) {
            if ((entries[prefix] & FURTHER) != 0) {
                int bits = entries[prefix] >>> 8 & 31;
                entries[prefix] |= end << 16;
                end += 1 << bits;
            }
        }
        for (int symbol = 0; symbol < count; symbol++) {
            int more = lengths[from + symbol] - mainBits;
            if (more > 0) {
                int pointer = entries[codes[symbol] & mask];
                int first = pointer >>> 16;
                int entry = entry(templates[symbol], more);
                for (int i = codes[symbol] >>> mainBits;
                        i < 1 << (pointer >>> 8 & 31);
                        i += 1 << more) {
                    entries[first + i] = entry;
                }
            }
        }
    }

    /** Every prefix must lead somewhere; only a code of a single bit may lack its other half. */
    private int check(byte[] lengths, int from, int count) throws IOException {
        Arrays.fill(counts, 0);
        for (int symbol = 0; symbol < count; symbol++) {
            counts[lengths[from + symbol]]++;
        }
        counts[0] = 0;
        int longest = 0;
        int free = 1;
        for (int bits = 1; bits <= MOST_BITS; bits++) {
            free = 2 * free - counts[bits];
            if (free < 0) {
                throw new IOException("the picture is damaged: its codes overlap");
            }
            longest = counts[bits] > 0 ? bits : longest;
        }
        if (free > 0 && longest > 1) {
            throw new IOException("the picture is damaged: its codes have gaps");
        }
        return longest;
    }
}
