package ldmstudio.engine.train;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.nn.StateSource;

/**
 * Moves parameters against their gradients. Its state has names, so that a run resumes exactly:
 * {@code MOMENT.PARAMETER} for each moment and parameter, and the number of steps taken.
 */
public interface Optimizer extends AutoCloseable {
    /**
     * One step.
     *
     * @param gradients in the order of the parameters that the optimizer was made for; a step
     *     changes the parameters and the state in place, never the gradients
     */
    void step(List<NDArray> gradients, double learningRate);

    /** Steps taken so far. */
    long steps();

    /** The arrays of the state by name, live: they change with the next step. fp32. */
    Map<String, NDArray> state();

    /**
     * Continues from a saved state.
     *
     * @param source holds every name of {@link #state}; other names are ignored
     * @param steps taken when it was saved
     * @throws IllegalArgumentException naming what is missing or of another shape; nothing is
     *     changed then
     */
    void restore(StateSource source, long steps);

    /** Frees the state. */
    @Override
    void close();
}
