package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Group norm, with SiLU behind it or without, of pictures whose channels come last: y = act(a x +
 * b), where a = γ / √(σ_g² + ε) and b = β − a μ_g.
 *
 * <p>Backward, with g = act'(z) ∂y and x̂ = (x − μ) / σ: ∂β = Σ g, ∂γ = Σ g x̂, and ∂x = (γ g −
 * mean_g(γ g) − x̂ mean_g(γ g x̂)) / σ; the sums over pixels come first, for each picture and
 * channel, and means over groups are taken from them. Pictures pass in parts that stay in the
 * cache.
 *
 * <p>Keeps mean and 1/σ of every group, not z, which is computed again. Wu and He, 2018,
 * arXiv:1803.08494.
 *
 * @param groups divide the channels
 */
record OwnNorm(Ops ops, int groups, NDArray weight, NDArray bias, double eps, boolean silu)
        implements OwnGradient {

    List<NDArray> parameters() {
        return List.of(weight, bias);
    }

    /** The result, the means and 1/σ. */
    @Override
    public NDArray[] forward(@Nullable NDArray[] inputs) {
        return ops.script().tensors("norm_rows", given(inputs[0]), groups, weight, bias, eps, silu);
    }

    @Override
    public @Nullable NDArray[] backward(
            NDArray gradient, @Nullable NDArray[] inputs, List<NDArray> kept, boolean[] asked) {
        return backward(gradient, given(inputs[0]), kept.get(0), kept.get(1));
    }

    /** Gradients of x, γ and β, which come together. */
    NDArray[] backward(NDArray gradient, NDArray x, NDArray mean, NDArray rstd) {
        return ops.script()
                .tensors("norm_rows_backward", gradient, x, groups, weight, bias, mean, rstd, silu);
    }

    private static NDArray given(@Nullable NDArray x) {
        return Objects.requireNonNull(x, "a norm has an input");
    }
}
