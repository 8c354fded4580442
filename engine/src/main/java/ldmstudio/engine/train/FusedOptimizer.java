package ldmstudio.engine.train;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import ldmstudio.engine.nn.StateSource;

/** What optimizers share that take a step of all parameters in one operator. */
abstract class FusedOptimizer implements Optimizer {
    final OptimizerState state;

    /**
     * @param state at step 0; freed with the optimizer
     */
    FusedOptimizer(OptimizerState state) {
        this.state = state;
    }

    @Override
    public final long steps() {
        return state.steps();
    }

    @Override
    public final Map<String, NDArray> state() {
        return state.named();
    }

    @Override
    public final void restore(StateSource source, long steps) {
        state.restore(source, steps);
    }

    @Override
    public final void close() {
        state.close();
    }
}
