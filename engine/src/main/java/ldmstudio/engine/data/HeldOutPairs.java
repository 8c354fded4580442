package ldmstudio.engine.data;

/**
 * Which cells of a table of two kinds of words {@code hold_out: combinations} never shows while
 * training.
 *
 * <p>Rows and columns are shuffled, and every fifth diagonal is held out: pair (r, c) where {@code
 * (place(r) + place(c)) mod 5 = 0}. So a fifth of all pairs is missing, and no row or column misses
 * much more than that. The pairs depend on the table's size alone, never on a picture seed: what
 * one collection holds out no other one with the option shows.
 */
final class HeldOutPairs {
    private static final int ONE_IN = 5;
    private static final long SEED = 0x5EEDC0135L;

    private final Permutation rowPlaces;
    private final Permutation columnPlaces;

    HeldOutPairs(int rows, int columns) {
        rowPlaces = new Permutation(rows, SEED, 0);
        columnPlaces = new Permutation(columns, SEED, 1);
    }

    boolean isHeldOut(int row, int column) {
        return (rowPlaces.at(row) + columnPlaces.at(column)) % ONE_IN == 0;
    }
}
