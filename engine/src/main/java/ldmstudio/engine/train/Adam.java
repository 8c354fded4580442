package ldmstudio.engine.train;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.nn.Parameter;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;

/**
 * Adam, fused over all parameters. Weight decay is L2 regularisation: g ← g + λ w before the
 * moments, unlike {@link AdamW}'s. What GAN discriminators are usually trained with (β₁ = 0.5).
 *
 * <p>w ← w − η · m̂ / (√v̂ + ε). State: {@code exp_avg}, {@code exp_avg_sq}. Source: Kingma and Ba,
 * Adam: A Method for Stochastic Optimization, 2014, arXiv:1412.6980, algorithm 1.
 */
public final class Adam extends FusedOptimizer {
    private static final String EXP_AVG = "exp_avg";
    private static final String EXP_AVG_SQ = "exp_avg_sq";

    /**
     * The numbers of the algorithm.
     *
     * @param beta1 decay of the first moment, in [0, 1)
     * @param beta2 decay of the second moment, in [0, 1)
     * @param epsilon ε, positive
     * @param weightDecay λ, at least 0
     */
    public record Options(double beta1, double beta2, double epsilon, double weightDecay) {
        public Options {
            checkMoments(beta1, beta2, epsilon, weightDecay);
        }

        /** torch's defaults: 0.9, 0.999, 1e-8, no decay. */
        public static Options defaults() {
            return new Options(0.9, 0.999, 1e-8, 0);
        }
    }

    private final Options options;

    /** An optimizer of a network's {@code parameters()}, at step 0. */
    public Adam(Ops ops, Map<String, Parameter> parameters, Options options) {
        super(new OptimizerState(ops, parameters, EXP_AVG, EXP_AVG_SQ));
        this.options = options;
    }

    @Override
    public void step(List<NDArray> gradients, double learningRate) {
        state.checkGradients(gradients);
        state.advance();
        try (Scope scope = Scope.open()) {
            state.lists()
                    .adam(
                            state.arrays(),
                            gradients,
                            state.group(EXP_AVG),
                            state.group(EXP_AVG_SQ),
                            state.stepArrays(),
                            learningRate,
                            options.beta1(),
                            options.beta2(),
                            options.weightDecay(),
                            options.epsilon());
        }
    }

    static void checkMoments(double beta1, double beta2, double epsilon, double weightDecay) {
        require(beta1 >= 0 && beta1 < 1, "adam_beta1", beta1, "at least 0 and less than 1");
        require(beta2 >= 0 && beta2 < 1, "adam_beta2", beta2, "at least 0 and less than 1");
        require(epsilon > 0, "adam_epsilon", epsilon, "larger than 0");
        require(weightDecay >= 0, "weight_decay", weightDecay, "at least 0");
    }

    private static void require(boolean holds, String field, double value, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(field + " is " + value + ", must be " + allowed);
        }
    }
}
