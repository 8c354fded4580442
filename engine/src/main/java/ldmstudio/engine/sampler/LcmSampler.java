package ldmstudio.engine.sampler;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import ldmstudio.engine.diffusion.ConsistencyScaling;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.diffusion.Process;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Ops;

/**
 * Latent consistency models: each step answers the end of the path and adds fresh noise for the
 * next one; 1 to 8 steps are enough for a denoiser that was distilled for it.
 *
 * <p>f(x, t) = c_skip(t) x + c_out(t) x̂_0, x' = a' f + s' z with fresh z (the last step answers
 * f), where x_t = a x_0 + s ε: a noise schedule has a = √ᾱ_t, s = √(1 − ᾱ_t), a straight line a = 1
 * − s. The factors are those of {@link ConsistencyScaling}.
 *
 * <p>Source: Luo et al., Latent Consistency Models, 2023, arXiv:2310.04378, algorithm 2 and
 * equation 9; Song et al., Consistency Models, 2023, arXiv:2303.01469, algorithm 1, which is said
 * for any path.
 */
public final class LcmSampler implements Sampler {
    private final Ops ops;
    private final Process process;
    private final PredictionType predictionType;
    private final double[] times;
    private final double[] told;
    private final ConsistencyScaling scaling;
    private final StartCorrection correction;

    /**
     * A sampler.
     *
     * @param times strictly falling times of the process, from {@link
     *     ldmstudio.engine.diffusion.ConsistencyLevels}
     */
    LcmSampler(
            Ops ops,
            Process process,
            PredictionType predictionType,
            double[] times,
            ConsistencyScaling scaling,
            StartCorrection correction) {
        this.ops = ops;
        this.process = process;
        this.predictionType = predictionType;
        this.times = times.clone();
        this.scaling = scaling;
        this.correction = correction;
        if (process instanceof Process.VariancePreserving vp) {
            int[] timesteps = Arrays.stream(times).mapToInt(time -> (int) time).toArray();
            SamplingLoop.checked(timesteps, vp.schedule().numTrainTimesteps());
            predictionType.check(vp.schedule(), timesteps);
        }
        told = Arrays.stream(times).map(process::networkTime).toArray();
    }

    @Override
    public int steps() {
        return times.length;
    }

    @Override
    public double[] timesteps() {
        return told.clone();
    }

    @Override
    public NDArray begin(NDArray noise) {
        return noise.duplicate();
    }

    @Override
    public NDArray noised(NDArray x0, NDArray noise, int step) {
        SamplingLoop.checkStep(step, times.length);
        return step == times.length
                ? x0.duplicate()
                : process.level(ops, times[step]).qSample(x0, noise);
    }

    @Override
    public NDArray sample(
            NDArray start,
            int firstStep,
            Denoiser denoiser,
            NoiseSource noise,
            SamplingListener listener) {
        return SamplingLoop.run(
                told, start, firstStep, listener, (step, x) -> step(step, x, denoiser, noise));
    }

    private SamplingLoop.Transition step(int i, NDArray x, Denoiser denoiser, NoiseSource noise) {
        double time = times[i];
        NDArray output = ops.cast(denoiser.predict(x, told[i]), ComputeType.FP32);
        NDArray start =
                correction.apply(
                        ops, predictionType.predictStart(process.level(ops, time), x, output));
        NDArray denoised =
                ops.scale(start, scaling.out(process, time))
                        .add(ops.scale(x, scaling.skip(process, time)));
        NDArray next =
                i + 1 == steps() ? denoised : noised(denoised, noise.noise(i, x.getShape()), i + 1);
        return new SamplingLoop.Transition(next, denoised);
    }
}
