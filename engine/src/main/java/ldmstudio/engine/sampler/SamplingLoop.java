package ldmstudio.engine.sampler;

import ai.djl.ndarray.NDArray;
import java.util.concurrent.CancellationException;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Scope;

/** What all samplers share: one scope a step, the listener, and cancellation between steps. */
final class SamplingLoop {
    /** What one step answers. */
    record Transition(NDArray next, NDArray predictedStart) {}

    /** A sampler's own arithmetic. */
    @FunctionalInterface
    interface Rule {
        /**
         * From x_t to the next entry of the list.
         *
         * @param step index into the list of timesteps
         */
        Transition apply(int step, NDArray xt);
    }

    private SamplingLoop() {}

    static NDArray run(int[] timesteps, NDArray start, SamplingListener listener, Rule rule) {
        try (Scope whole = Scope.open();
                Gradients.Recording off = Gradients.pause()) {
            NDArray xt = start;
            for (int step = 0; step < timesteps.length; step++) {
                if (listener.cancelled()) {
                    throw new CancellationException(
                            "Sampling was cancelled after "
                                    + step
                                    + " of "
                                    + timesteps.length
                                    + " steps");
                }
                NDArray next;
                try (Scope scope = Scope.open()) {
                    Transition transition = rule.apply(step, xt);
                    next = scope.keep(transition.next());
                    listener.step(
                            new SamplingListener.Step(
                                    step + 1,
                                    timesteps.length,
                                    timesteps[step],
                                    xt,
                                    transition.predictedStart(),
                                    next));
                }
                if (step > 0) {
                    xt.close();
                }
                xt = next;
            }
            return whole.keep(xt);
        }
    }

    /**
     * Checks a list of timesteps.
     *
     * @throws IllegalArgumentException unless it falls strictly and stays in the schedule
     */
    static int[] checked(int[] timesteps, int numTrainTimesteps) {
        if (timesteps.length == 0) {
            throw new IllegalArgumentException("A sampler needs at least one timestep");
        }
        for (int i = 0; i < timesteps.length; i++) {
            boolean falls = i == 0 || timesteps[i] < timesteps[i - 1];
            if (!falls || timesteps[i] < 0 || timesteps[i] >= numTrainTimesteps) {
                throw new IllegalArgumentException(
                        "Timestep "
                                + timesteps[i]
                                + " at place "
                                + i
                                + ": timesteps must fall strictly from at most "
                                + (numTrainTimesteps - 1)
                                + " to at least 0");
            }
        }
        return timesteps.clone();
    }
}
