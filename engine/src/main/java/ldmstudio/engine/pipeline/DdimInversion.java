package ldmstudio.engine.pipeline;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.diffusion.NoiseLevel;
import ldmstudio.engine.sampler.Denoiser;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;

/**
 * Turns a picture into the noise that a deterministic sampler draws it from: the sampler's way,
 * gone backwards.
 *
 * <p>With x = a x_0 + s ε at each level, a step of DDIM keeps x̂_0 and ε̂ and changes a and s.
 * Backwards, from the cleaner level x to the noisier x': x' = a' (x − s ε̂(x'))/a + s' ε̂(x'). What
 * is sought stands on both sides; it is found by repetition, beginning at ε̂(x). Without the
 * repetitions it is the inversion of Song, Meng, Ermon, 2020, arXiv:2010.02502, section 4.3, whose
 * error grows with the length of the steps.
 *
 * <p>Repetition: Pan et al., Effective Real Image Editing with Accelerated Iterative Diffusion
 * Inversion, 2023, arXiv:2309.04907, equation 5. Differs in that the levels are those of the
 * sampler that will draw, so that the way back is the way there.
 */
final class DdimInversion {
    private static final int MOST_REPETITIONS = 20;

    /** Mean squared change below which a repetition has found what it seeks. */
    private static final double SMALL_CHANGE = 1e-12;

    private final DiffusionPipeline pipeline;
    private final Ops ops;

    DdimInversion(DiffusionPipeline pipeline) {
        this.pipeline = pipeline;
        this.ops = pipeline.model().ops();
    }

    /**
     * The noise of scaled latents.
     *
     * @param latents {@code (1, C, h, w)}
     * @param how the sampler and its steps, whose levels are gone backwards
     * @param told what the network is told; never strengthened by guidance, which would make the
     *     way there another than the way back
     * @throws CancellationException when that was asked for
     */
    float[] noise(
            float[] latents, SamplingConfig how, Supplier<Told> told, BooleanSupplier cancelled) {
        DiffusionModel model = pipeline.model();
        SamplingConfig plain = how.with("guidance_scale", 1);
        List<Double> times = rising(pipeline.sampler(plain).timesteps());
        try (Scope whole = Scope.open();
                Gradients.Recording off = Gradients.pause()) {
            Denoiser denoiser =
                    pipeline.asked().of(plain, told.get(), 1, new Canvas(model, Beginning.NOISE));
            NDArray x = ops.array(latents, 1, model.channels(), model.height(), model.width());
            NoiseLevel from = new NoiseLevel(ops.scalar(1), ops.scalar(0));
            for (double time : times) {
                if (cancelled.getAsBoolean()) {
                    throw new CancellationException("The inversion was cancelled");
                }
                NoiseLevel to = model.process().level(ops, model.process().timeOf(time));
                NoiseLevel before = from;
                NDArray clean = x;
                x = Scope.returning(() -> noisier(denoiser, clean, before, to, time));
                from = to;
            }
            return ops.floats(x);
        }
    }

    private NDArray noisier(
            Denoiser denoiser, NDArray x, NoiseLevel from, NoiseLevel to, double time) {
        NDArray next = x;
        for (int i = 0; i <= MOST_REPETITIONS; i++) {
            NDArray guess = next;
            next =
                    Scope.returning(
                            () -> {
                                NDArray output =
                                        ops.cast(denoiser.predict(guess, time), ComputeType.FP32);
                                NDArray noise =
                                        pipeline.model()
                                                .predictionType()
                                                .predictNoise(to, guess, output);
                                return to.qSample(from.predictStartFromNoise(x, noise), noise);
                            });
            if (i > 0 && change(guess, next) < SMALL_CHANGE) {
                break;
            }
        }
        return next;
    }

    private double change(NDArray before, NDArray after) {
        try (Scope scope = Scope.open()) {
            return ops.item(after.sub(before).square().mean());
        }
    }

    /** The times of a sampler from the cleanest on; a solver may visit one twice. */
    private static List<Double> rising(double[] falling) {
        List<Double> times = new ArrayList<>();
        for (int i = falling.length - 1; i >= 0; i--) {
            if (times.isEmpty() || falling[i] > times.get(times.size() - 1)) {
                times.add(falling[i]);
            }
        }
        return times;
    }
}
