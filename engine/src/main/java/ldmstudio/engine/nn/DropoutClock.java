package ldmstudio.engine.nn;

import ldmstudio.engine.tensor.Noise;
import org.jspecify.annotations.Nullable;

/**
 * Says which random numbers the dropout masks of one network are made of: a function of {@code
 * (seed, step, place, picture)}, so that a resumed run drops the same elements.
 */
public final class DropoutClock {
    private @Nullable Noise noise;
    private long step;
    private int places;

    /** The masks of the coming forward passes. Another step, other masks. */
    public void set(long seed, long step) {
        noise = new Noise(seed, "dropout");
        this.step = step;
    }

    int newPlace() {
        return places++;
    }

    /**
     * Ones where an element stays, zeros where it is dropped.
     *
     * @throws IllegalStateException before the first {@link #set}
     */
    float[] mask(int place, int pictures, int elements, double rate) {
        Noise source = noise;
        if (source == null) {
            throw new IllegalStateException(
                    "A network with dropout is training, but the step of its dropout clock was not"
                            + " set");
        }
        float[] mask = new float[pictures * elements];
        for (int picture = 0; picture < pictures; picture++) {
            float[] uniform = source.uniform(step, ((long) place << 20) | picture, elements);
            for (int i = 0; i < elements; i++) {
                mask[picture * elements + i] = uniform[i] < rate ? 0 : 1;
            }
        }
        return mask;
    }
}
