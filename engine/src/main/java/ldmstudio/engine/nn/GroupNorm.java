package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.tensor.GroupMoments;
import ldmstudio.engine.tensor.NormOps;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.TrainedOps;

/**
 * y = γ (x − μ_g) / √(σ_g² + ε) + β over groups of channels of {@code (B, C, H, W)} (Wu and He,
 * 2018, arXiv:1803.08494, eq. 7). Statistics in fp32.
 */
public final class GroupNorm extends Module {
    private final NormOps norms;
    private final TrainedOps trained;
    private final int groups;
    private final double eps;
    private final Parameter weight;
    private final Parameter bias;

    /**
     * @throws IllegalArgumentException when the groups do not divide the channels
     */
    public GroupNorm(Ops ops, int groups, int channels, double eps) {
        super(ops);
        if (channels % groups != 0) {
            throw new IllegalArgumentException(
                    groups + " norm groups do not divide " + channels + " channels");
        }
        norms = new NormOps(ops);
        trained = new TrainedOps(ops);
        this.groups = groups;
        this.eps = eps;
        weight = parameter("weight", Initializer.constant(1), channels);
        bias = parameter("bias", Initializer.constant(0), channels);
    }

    public NDArray forward(NDArray x) {
        return trained.pay()
                ? trained.norm(x, numbers(false))
                : norms.groupNorm(x, groups, weight.array(), bias.array(), eps);
    }

    /** silu(norm(x)). */
    public NDArray silu(NDArray x) {
        return trained.pay()
                ? trained.norm(x, numbers(true))
                : norms.groupNormSilu(x, groups, weight.array(), bias.array(), eps);
    }

    /** What the norm is made of. */
    TrainedOps.Norm numbers(boolean silu) {
        return new TrainedOps.Norm(groups, weight.array(), bias.array(), eps, silu);
    }

    /** Takes in the bands of a picture. */
    GroupMoments moments() {
        return new GroupMoments(ops, groups);
    }

    /** silu(norm(x)) of a band with the statistics of the whole. */
    NDArray silu(NDArray band, GroupMoments whole) {
        return whole.normSilu(band, weight.array(), bias.array(), eps);
    }

    NDArray siluConv(NDArray x, NDArray convWeight, NDArray convBias, int padding) {
        return ops.normSiluConv(
                x, groups, weight.array(), bias.array(), eps, convWeight, convBias, padding);
    }
}
