package ldmstudio.engine.train;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.nn.Parameter;
import ldmstudio.engine.nn.StateSource;
import ldmstudio.engine.tensor.Ops;

/**
 * An exponential moving average of a network's weights: s ← d s + (1 − d) w after every optimizer
 * step, with d from an {@link EmaDecay}. Samples and validation use it; it wanders less than the
 * weights themselves. Source: Polyak and Juditsky, 1992; in diffusion models since Ho et al., 2020,
 * arXiv:2006.11239, appendix B.
 *
 * <p>State: {@code ema.PARAMETER}, and the number of updates.
 */
public final class Ema implements AutoCloseable {
    private static final String GROUP = "ema";

    private final Ops ops;
    private final OptimizerState state;
    private final List<Parameter> parameters;
    private final List<String> names;
    private final EmaDecay decay;
    private boolean applied;

    /** An average that starts as a copy of the parameters, at update 0. */
    public Ema(Ops ops, Map<String, Parameter> parameters, EmaDecay decay) {
        this.parameters = List.copyOf(parameters.values());
        this.names = List.copyOf(parameters.keySet());
        this.decay = decay;
        this.ops = ops;
        this.state = new OptimizerState(ops, parameters, GROUP);
        state.lists().copy(state.group(GROUP), state.arrays());
    }

    /** Takes the parameters as they are now into the average; returns the decay that was used. */
    public double update() {
        checkNotApplied();
        double kept = decay.at(state.advance());
        state.lists().lerp(state.group(GROUP), state.arrays(), 1 - kept);
        return kept;
    }

    /** Updates so far. */
    public long updates() {
        return state.steps();
    }

    /** The averages by the parameters' own names, live. */
    public Map<String, NDArray> weights() {
        checkNotApplied();
        Map<String, NDArray> weights = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            weights.put(names.get(i), state.group(GROUP).get(i));
        }
        return weights;
    }

    /** The averages by the names under which a training's state is saved ({@code ema.…}), live. */
    public Map<String, NDArray> state() {
        checkNotApplied();
        return state.named();
    }

    /**
     * Continues from a saved state.
     *
     * @param source holds every name of {@link #state}
     * @param updates done when it was saved
     * @throws IllegalArgumentException naming what is missing or of another shape
     */
    public void restore(StateSource source, long updates) {
        checkNotApplied();
        state.restore(source, updates);
    }

    /**
     * Lets the network compute with the averaged weights until the returned handle is closed.
     * Nothing is copied: the arrays change places.
     */
    public Applied apply() {
        checkNotApplied();
        exchange();
        applied = true;
        return new Applied();
    }

    private void checkNotApplied() {
        if (applied) {
            throw new IllegalStateException(
                    "The network holds its averaged weights; give the trained ones back first");
        }
    }

    private void exchange() {
        List<NDArray> shadow = state.group(GROUP);
        List<NDArray> before = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            before.add(parameters.get(i).exchange(shadow.get(i)));
        }
        for (int i = 0; i < before.size(); i++) {
            shadow.set(i, before.get(i));
        }
    }

    /** While open, the network holds the averaged weights. */
    public final class Applied implements AutoCloseable {
        private boolean open = true;

        private Applied() {}

        /** Gives the trained weights back; does nothing the second time. */
        @Override
        public void close() {
            if (open && applied) {
                exchange();
                applied = false;
            }
            open = false;
        }
    }

    /** Frees the averages. */
    @Override
    public void close() {
        if (applied) {
            exchange();
            applied = false;
        }
        // Pictures were drawn with the averages; what was prepared of them for that goes with them.
        state.group(GROUP).forEach(ops.derived()::forget);
        state.close();
    }
}
