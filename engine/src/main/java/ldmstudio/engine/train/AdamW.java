package ldmstudio.engine.train;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.nn.Parameter;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;

/**
 * Adam with decoupled weight decay, fused over all parameters.
 *
 * <p>m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², w ← w − η λ w − η · m̂ / (√v̂ + ε) with m̂ = m
 * / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ). With {@code amsgrad} v̂ uses the largest v seen.
 *
 * <p>State: {@code exp_avg}, {@code exp_avg_sq} and with amsgrad {@code max_exp_avg_sq}, torch's
 * names. Source: Loshchilov and Hutter, Decoupled Weight Decay Regularization, 2017,
 * arXiv:1711.05101, algorithm 2; Reddi, Kale, Kumar, 2018, arXiv:1904.09237, algorithm 2. The order
 * of operations is torch's.
 */
public final class AdamW extends FusedOptimizer {
    private static final String EXP_AVG = "exp_avg";
    private static final String EXP_AVG_SQ = "exp_avg_sq";
    private static final String MAX_EXP_AVG_SQ = "max_exp_avg_sq";

    /**
     * The numbers of the algorithm.
     *
     * @param beta1 decay of the first moment, in [0, 1)
     * @param beta2 decay of the second moment, in [0, 1)
     * @param epsilon ε, positive
     * @param weightDecay λ, at least 0
     */
    public record Options(
            double beta1, double beta2, double epsilon, double weightDecay, boolean amsgrad) {
        public Options {
            Adam.checkMoments(beta1, beta2, epsilon, weightDecay);
        }

        /** torch's defaults: 0.9, 0.999, 1e-8, 0.01. */
        public static Options defaults() {
            return new Options(0.9, 0.999, 1e-8, 0.01, false);
        }
    }

    private final Options options;

    /** An optimizer of a network's {@code parameters()}, at step 0. */
    public AdamW(Ops ops, Map<String, Parameter> parameters, Options options) {
        super(
                options.amsgrad()
                        ? new OptimizerState(ops, parameters, EXP_AVG, EXP_AVG_SQ, MAX_EXP_AVG_SQ)
                        : new OptimizerState(ops, parameters, EXP_AVG, EXP_AVG_SQ));
        this.options = options;
    }

    @Override
    public void step(List<NDArray> gradients, double learningRate) {
        state.checkGradients(gradients);
        state.advance();
        try (Scope scope = Scope.open()) {
            if (options.amsgrad()) {
                state.lists()
                        .adamwAmsgrad(
                                state.arrays(),
                                gradients,
                                state.group(EXP_AVG),
                                state.group(EXP_AVG_SQ),
                                state.group(MAX_EXP_AVG_SQ),
                                state.stepArrays(),
                                learningRate,
                                options.beta1(),
                                options.beta2(),
                                options.weightDecay(),
                                options.epsilon());
            } else {
                state.lists()
                        .adamw(
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
    }
}
