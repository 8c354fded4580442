package ldmstudio.engine.sampler;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.diffusion.NoiseLevel;
import ldmstudio.engine.diffusion.NoiseSchedule;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Ops;

/** What samplers share that visit timesteps of a noise schedule, at the network's own scale. */
abstract class ScheduleSampler implements Sampler {
    final Ops ops;
    final NoiseSchedule schedule;
    final PredictionType predictionType;
    final int[] timesteps;

    /**
     * @param timesteps strictly falling, for example from {@link
     *     ldmstudio.engine.diffusion.TimestepSpacing}
     */
    ScheduleSampler(
            Ops ops, NoiseSchedule schedule, PredictionType predictionType, int[] timesteps) {
        this.ops = ops;
        this.schedule = schedule;
        this.predictionType = predictionType;
        this.timesteps = SamplingLoop.checked(timesteps, schedule.numTrainTimesteps());
        predictionType.check(schedule, timesteps);
    }

    @Override
    public int steps() {
        return timesteps.length;
    }

    @Override
    public double[] timesteps() {
        return SamplingLoop.doubles(timesteps);
    }

    @Override
    public NDArray begin(NDArray noise) {
        return noise.duplicate();
    }

    @Override
    public NDArray noised(NDArray x0, NDArray noise, int step) {
        SamplingLoop.checkStep(step, timesteps.length);
        return step == timesteps.length
                ? x0.duplicate()
                : level(timesteps[step]).qSample(x0, noise);
    }

    final NoiseLevel level(int timestep) {
        return NoiseLevel.at(ops, schedule, timestep);
    }

    /** The network's answer, in fp32. */
    final NDArray ask(Denoiser denoiser, NDArray x, int timestep) {
        return ops.cast(denoiser.predict(x, timestep), ComputeType.FP32);
    }

    /**
     * ᾱ where step i ends: at the next timestep, or behind the last.
     *
     * @param behind ᾱ behind the last timestep
     */
    final float alphaCumprodAfter(int i, float behind) {
        return i + 1 < timesteps.length ? schedule.alphaCumprod(timesteps[i + 1]) : behind;
    }
}
