package ldmstudio.engine.train;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.nn.Parameter;
import ldmstudio.engine.tensor.Ops;

/**
 * Stochastic gradient descent with momentum: g ← g + λ w, b ← μ b + g (b = g at the first step), w
 * ← w − η b. State: {@code momentum_buffer}. Source: Sutskever et al., 2013, in torch's form.
 */
public final class Sgd extends FusedOptimizer {
    private static final String MOMENTUM_BUFFER = "momentum_buffer";

    private final double momentum;
    private final double weightDecay;

    /**
     * An optimizer of a network's {@code parameters()}, at step 0.
     *
     * @param momentum μ, in [0, 1)
     * @param weightDecay λ, at least 0
     */
    public Sgd(Ops ops, Map<String, Parameter> parameters, double momentum, double weightDecay) {
        super(new OptimizerState(ops, parameters, MOMENTUM_BUFFER));
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException(
                    "momentum is " + momentum + ", must be at least 0 and less than 1");
        }
        this.momentum = momentum;
        this.weightDecay = weightDecay;
    }

    @Override
    public void step(List<NDArray> gradients, double learningRate) {
        state.checkGradients(gradients);
        boolean first = state.advance() == 1;
        state.lists()
                .sgd(
                        state.arrays(),
                        gradients,
                        state.group(MOMENTUM_BUFFER),
                        learningRate,
                        momentum,
                        weightDecay,
                        first);
    }
}
