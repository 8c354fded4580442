package ldmstudio.engine.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;

/**
 * The noise that a training batch is mixed with, as a function of {@code (seed, step, index)}.
 *
 * <p>ε = n + o·m with n ~ N(0, 1) for every number and m ~ N(0, 1) one for a channel of a sample
 * (noise offset o: without it no training sample ever loses its mean brightness). The network's
 * input is mixed with ε + γ·n' (input perturbation γ), while the target keeps ε: the network meets
 * inputs that are a little off, as its own earlier steps leave them when sampling.
 *
 * <p>Shapes: {@code (B, C, H, W)}, fp32. Sources: Guttenberg, Diffusion with Offset Noise, 2023
 * (CrossLabs); Ning et al., Input Perturbation Reduces Exposure Bias in Diffusion Models, 2023,
 * arXiv:2301.11706, algorithm 1.
 */
public final class TrainingNoise {
    /**
     * A batch's noise.
     *
     * @param target ε, which targets are made of
     * @param input ε + γ·n', which inputs are mixed with
     */
    public record Drawn(NDArray target, NDArray input) {}

    private final Ops ops;
    private final Noise plain;
    private final Noise channels;
    private final Noise extra;
    private final double noiseOffset;
    private final double inputPerturbation;

    /**
     * Noise for a training.
     *
     * @param noiseOffset o, at least 0; 0: off
     * @param inputPerturbation γ, at least 0; 0: off
     */
    public TrainingNoise(Ops ops, long seed, double noiseOffset, double inputPerturbation) {
        this(ops, seed, "noise", noiseOffset, inputPerturbation);
    }

    private TrainingNoise(
            Ops ops, long seed, String purpose, double noiseOffset, double inputPerturbation) {
        this.ops = ops;
        this.plain = new Noise(seed, purpose);
        this.channels = new Noise(seed, "noise_offset");
        this.extra = new Noise(seed, "input_perturbation");
        this.noiseOffset = noiseOffset;
        this.inputPerturbation = inputPerturbation;
    }

    /** Standard normal noise that training never sees, for a validation loss. */
    public static TrainingNoise validation(Ops ops, long seed) {
        return new TrainingNoise(ops, seed, "validation", 0, 0);
    }

    /** The noise of a batch; sample i's is a function of {@code (seed, step, i)}. */
    public Drawn of(long step, Shape shape) {
        NDArray target = normal(plain, step, shape);
        if (noiseOffset > 0) {
            NDArray shift = normal(channels, step, new Shape(shape.get(0), shape.get(1), 1, 1));
            target = target.add(ops.scale(shift, noiseOffset));
        }
        if (inputPerturbation == 0) {
            return new Drawn(target, target);
        }
        NDArray input = target.add(ops.scale(normal(extra, step, shape), inputPerturbation));
        return new Drawn(target, input);
    }

    private NDArray normal(Noise stream, long step, Shape shape) {
        int batch = Math.toIntExact(shape.get(0));
        int each = Math.toIntExact(shape.size() / batch);
        float[] values = new float[batch * each];
        for (int i = 0; i < batch; i++) {
            stream.normal(step, i, values, i * each, each);
        }
        return ops.array(values, shape.getShape());
    }
}
