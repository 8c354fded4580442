package ldmstudio.engine.sampler;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
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

    static NDArray run(
            double[] timesteps,
            NDArray start,
            int firstStep,
            SamplingListener listener,
            Rule rule) {
        checkStep(firstStep, timesteps.length);
        try (Scope whole = Scope.open();
                Gradients.Recording off = Gradients.pause()) {
            NDArray xt = start.duplicate();
            for (int step = firstStep; step < timesteps.length; step++) {
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
                    SamplingListener.Step done =
                            new SamplingListener.Step(
                                    step + 1,
                                    timesteps.length,
                                    timesteps[step],
                                    xt,
                                    transition.predictedStart(),
                                    transition.next());
                    next = scope.keep(listener.amend(done, transition.next()));
                    listener.step(
                            new SamplingListener.Step(
                                    done.number(),
                                    done.total(),
                                    done.timestep(),
                                    xt,
                                    done.predictedStart(),
                                    next));
                }
                xt.close();
                xt = next;
            }
            return whole.keep(xt);
        }
    }

    /**
     * Checks the number of a step.
     *
     * @throws IllegalArgumentException unless it is in [0, steps]
     */
    static void checkStep(int step, int steps) {
        if (step < 0 || step > steps) {
            throw new IllegalArgumentException(
                    "step is " + step + ", this sampler has steps 0 to " + steps);
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

    static double[] doubles(int[] timesteps) {
        return Arrays.stream(timesteps).asDoubleStream().toArray();
    }
}
