package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.NormOps;
import ldmstudio.engine.tensor.Ops;

/**
 * y = γ (x − μ) / √(σ² + ε) + β with one mean and variance a channel of {@code (B, C, H, W)}: those
 * of the batch while training, when the running ones follow by 10 %, else the running ones.
 * Statistics in fp32.
 *
 * <p>Ioffe and Szegedy, 2015, arXiv:1502.03167, algorithm 1. The running variance is the unbiased
 * one, as in torch.
 */
public final class BatchNorm2d extends Module {
    private static final double MOMENTUM = 0.1;
    private static final double EPS = 1e-5;

    private final NormOps norms;
    private final Parameter weight;
    private final Parameter bias;
    private final Parameter runningMean;
    private final Parameter runningVar;
    private final Parameter batchesTracked;

    public BatchNorm2d(Ops ops, int channels, Initializer weights) {
        super(ops);
        norms = new NormOps(ops);
        weight = parameter("weight", weights, channels);
        bias = parameter("bias", Initializer.constant(0), channels);
        runningMean = buffer("running_mean", Initializer.constant(0), channels);
        runningVar = buffer("running_var", Initializer.constant(1), channels);
        batchesTracked = buffer("num_batches_tracked", Initializer.constant(0));
    }

    public NDArray forward(NDArray x) {
        if (training() && Gradients.replaying()) {
            return norms.batchNorm(
                    x,
                    weight.array(),
                    bias.array(),
                    // The first run has moved the running statistics; these are thrown away.
                    ops.copy(runningMean.array()),
                    ops.copy(runningVar.array()),
                    true,
                    MOMENTUM,
                    EPS);
        }
        if (training()) {
            try (Gradients.Recording off = Gradients.pause()) {
                batchesTracked.array().addi(1);
            }
        }
        return norms.batchNorm(
                x,
                weight.array(),
                bias.array(),
                runningMean.array(),
                runningVar.array(),
                training(),
                MOMENTUM,
                EPS);
    }
}
