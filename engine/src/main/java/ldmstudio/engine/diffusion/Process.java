package ldmstudio.engine.diffusion;

import ldmstudio.engine.config.DiffusionConfig;
import ldmstudio.engine.tensor.Ops;

/**
 * How a picture turns into noise: x(time) = a·x_0 + s·ε, and what a network is told about the time.
 *
 * <p>Times grow with the noise. All times are finite numbers of the process's own unit.
 */
public sealed interface Process {
    /** The process that a run's configuration asks for. */
    static Process of(DiffusionConfig config) {
        return switch (config.process()) {
            case "vp" -> new VariancePreserving(NoiseSchedule.of(config));
            case "flow" -> new Interpolation(1000);
            case "tld" -> new Interpolation(1);
            default ->
                    throw new IllegalArgumentException(
                            "process is '" + config.process() + "', allowed are vp, flow and tld");
        };
    }

    /** a, the share of the picture. */
    float signal(double time);

    /** s, the share of the noise. */
    float sigma(double time);

    /** What the network is told instead of the time. */
    double networkTime(double time);

    /** The time of what a network was told; the inverse of {@link #networkTime}. */
    double timeOf(double networkTime);

    /** The time at a share of the way from the picture (0) to the noise (1). */
    double timeAt(double progress);

    /** The share of the way that a time has gone; {@link #timeAt} answers the same time again. */
    double progress(double time);

    /** Signal-to-noise ratio (a/s)². */
    default float snr(double time) {
        float ratio = signal(time) / sigma(time);
        return ratio * ratio;
    }

    /** The level at one time for a whole batch. */
    default NoiseLevel level(Ops ops, double time) {
        return new NoiseLevel(ops.scalar(signal(time)), ops.scalar(sigma(time)));
    }

    /**
     * The levels of a batch's samples.
     *
     * @param axes number of axes of the arrays it will be used with; 4 for {@code (B, C, H, W)}
     */
    default NoiseLevel level(Ops ops, double[] times, int axes) {
        float[] signals = new float[times.length];
        float[] sigmas = new float[times.length];
        for (int i = 0; i < times.length; i++) {
            signals[i] = signal(times[i]);
            sigmas[i] = sigma(times[i]);
        }
        return NoiseLevel.of(ops, signals, sigmas, axes);
    }

    /**
     * Denoising diffusion: a = √ᾱ_t, s = √(1 − ᾱ_t), so that the variance of x stays 1. Times are
     * the timesteps 0 … T − 1, and the network is told them as they are. Between two timesteps s/a
     * is linear, as the samplers have it that visit times there.
     *
     * <p>Source: Ho, Jain, Abbeel, 2020, arXiv:2006.11239, equation 4.
     */
    record VariancePreserving(NoiseSchedule schedule) implements Process {
        @Override
        public float signal(double time) {
            int below = below(time);
            if (below == time) {
                return (float) Math.sqrt(schedule.alphaCumprod(below));
            }
            double ratio = ratio(time);
            return (float) (1 / Math.sqrt(ratio * ratio + 1));
        }

        @Override
        public float sigma(double time) {
            int below = below(time);
            if (below == time) {
                return (float) Math.sqrt(1 - schedule.alphaCumprod(below));
            }
            double ratio = ratio(time);
            return (float) (ratio / Math.sqrt(ratio * ratio + 1));
        }

        /** s/a between two timesteps. */
        private double ratio(double time) {
            int below = below(time);
            double from = (double) sigma(below) / signal(below);
            double to = (double) sigma(below + 1) / signal(below + 1);
            return from + (time - below) * (to - from);
        }

        private int below(double time) {
            int last = schedule.numTrainTimesteps() - 1;
            if (!(time >= 0 && time <= last)) {
                throw new IllegalArgumentException(
                        "time is " + time + ", this schedule has timesteps 0 to " + last);
            }
            return (int) time;
        }

        @Override
        public double timeOf(double networkTime) {
            return networkTime;
        }

        @Override
        public double networkTime(double time) {
            return time;
        }

        @Override
        public double timeAt(double progress) {
            int total = schedule.numTrainTimesteps();
            return Math.min((int) (progress * total), total - 1);
        }

        @Override
        public double progress(double time) {
            // The middle of the timestep's part, so that rounding never leads into the next.
            return (time + 0.5) / schedule.numTrainTimesteps();
        }
    }

    /**
     * A straight line from the picture to the noise: a = 1 − s, and the time is s itself, between 0
     * and 1.
     *
     * <p>Source: Liu, Gong, Liu, Flow Straight and Fast, 2022, arXiv:2209.03003, and Lipman et al.,
     * Flow Matching for Generative Modeling, 2022, arXiv:2210.02747, equation 22, with time
     * reversed.
     *
     * @param timeScale the network is told s · timeScale; 1000 makes an embedding that was meant
     *     for timesteps tell neighbouring levels apart
     */
    record Interpolation(double timeScale) implements Process {
        public Interpolation {
            if (!(timeScale > 0)) {
                throw new IllegalArgumentException(
                        "time scale is " + timeScale + ", must be larger than 0");
            }
        }

        @Override
        public float signal(double time) {
            return (float) (1 - time);
        }

        @Override
        public float sigma(double time) {
            return (float) time;
        }

        @Override
        public double networkTime(double time) {
            return time * timeScale;
        }

        @Override
        public double timeOf(double networkTime) {
            return networkTime / timeScale;
        }

        @Override
        public double timeAt(double progress) {
            return progress;
        }

        @Override
        public double progress(double time) {
            return time;
        }
    }
}
