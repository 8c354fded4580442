package ldmstudio.engine.sampler;

import java.util.List;
import ldmstudio.engine.diffusion.ConsistencyLevels;
import ldmstudio.engine.diffusion.ConsistencyScaling;
import ldmstudio.engine.diffusion.NoiseSchedule;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.diffusion.Process;
import ldmstudio.engine.diffusion.TimestepSpacing;
import ldmstudio.engine.tensor.Ops;

/** The samplers by the words of configurations and forms. */
public final class Samplers {
    /** Levels between the noisiest and the cleanest that a flow is sampled at. */
    private static final int FLOW_LEVELS = 1000;

    /** Solvers in log(a/s) cannot start where a is 0; this is the reference's distance from it. */
    private static final float NEARLY_PURE_NOISE = 1 - 1e-6f;

    private static final List<String> OF_SCHEDULES =
            List.of(
                    "ddim",
                    "ddpm",
                    "ancestral",
                    "ancestral_large",
                    "dpmpp_1s",
                    "dpmpp_2m",
                    "dpmpp_3m",
                    "dpmpp_sde",
                    "euler",
                    "euler_ancestral",
                    "heun",
                    "pndm",
                    "unipc",
                    "lcm");

    private static final List<String> OF_FLOWS =
            List.of(
                    "flow_euler",
                    "dpmpp_1s",
                    "dpmpp_2m",
                    "dpmpp_3m",
                    "dpmpp_sde",
                    "unipc",
                    "lcm",
                    "tld_ddim",
                    "tld_dpmpp");

    private Samplers() {}

    /** The words of the samplers that can sample a process. */
    public static List<String> words(Process process) {
        return process instanceof Process.VariancePreserving ? OF_SCHEDULES : OF_FLOWS;
    }

    /**
     * A sampler by its word.
     *
     * @param steps number of steps, 1 to the timesteps of the noise schedule
     * @throws IllegalArgumentException for a word or number of steps that this process does not
     *     know
     */
    public static Sampler create(
            Ops ops,
            String word,
            Process process,
            PredictionType type,
            int steps,
            SamplerOptions options) {
        if (!words(process).contains(word)) {
            throw new IllegalArgumentException(
                    "sampler is '" + word + "', allowed are " + String.join(", ", words(process)));
        }
        if (steps < 1) {
            throw new IllegalArgumentException("steps is " + steps + ", must be at least 1");
        }
        if (process instanceof Process.VariancePreserving vp) {
            return ofSchedule(ops, word, vp.schedule(), type, steps, options);
        }
        return ofFlow(ops, word, (Process.Interpolation) process, type, steps, options);
    }

    private static Sampler ofSchedule(
            Ops ops,
            String word,
            NoiseSchedule schedule,
            PredictionType type,
            int steps,
            SamplerOptions options) {
        int total = schedule.numTrainTimesteps();
        if (steps > total) {
            throw new IllegalArgumentException(
                    "steps is " + steps + ", allowed are 1 to " + total + " for this model");
        }
        StartCorrection correction = options.correction();
        return switch (word) {
            case "ddim" ->
                    new DdimSampler(
                            ops,
                            schedule,
                            type,
                            timesteps(options, schedule, type, steps),
                            new DdimSampler.Options(
                                    options.eta(),
                                    options.habit().setAlphaToOne(),
                                    correction,
                                    false));
            case "ddpm" ->
                    new DdpmSampler(
                            ops,
                            schedule,
                            type,
                            timesteps(options, schedule, type, steps),
                            new DdpmSampler.Options(
                                    DdpmSampler.Variance.FIXED_SMALL,
                                    correction,
                                    options.sigmaScale()));
            case "ancestral", "ancestral_large" ->
                    new AncestralSampler(
                            ops,
                            schedule,
                            type,
                            timesteps(options, schedule, type, steps),
                            new DdpmSampler.Options(
                                    word.equals("ancestral")
                                            ? DdpmSampler.Variance.FIXED_SMALL
                                            : DdpmSampler.Variance.FIXED_LARGE,
                                    correction,
                                    options.sigmaScale()));
            case "pndm" ->
                    new PndmSampler(
                            ops,
                            schedule,
                            type,
                            timesteps(options, schedule, type, steps),
                            true,
                            options.habit().setAlphaToOne(),
                            correction);
            case "lcm" -> lcm(ops, new Process.VariancePreserving(schedule), type, steps, options);
            case "euler", "euler_ancestral", "heun" ->
                    ofSigmas(ops, word, schedule, type, steps, options);
            default ->
                    solver(ops, word, solverPath(schedule, type, steps, options), type, correction);
        };
    }

    private static Sampler lcm(
            Ops ops, Process process, PredictionType type, int steps, SamplerOptions options) {
        ConsistencyLevels levels =
                ConsistencyLevels.atMost(process, options.habit().consistencyLevels());
        return new LcmSampler(
                ops,
                process,
                type,
                levels.times(steps),
                ConsistencyScaling.LCM,
                options.correction());
    }

    private static Sampler ofSigmas(
            Ops ops,
            String word,
            NoiseSchedule schedule,
            PredictionType type,
            int steps,
            SamplerOptions options) {
        TimestepSpacing spacing =
                AutomaticSpacing.of(options, schedule, type, steps, TimestepSpacing.LINSPACE);
        NoisePath path = pathOptions(options, schedule, spacing, steps).fractional(schedule, steps);
        boolean pure = spacing != TimestepSpacing.LEADING;
        StartCorrection correction = options.correction();
        return switch (word) {
            case "euler" ->
                    new EulerSampler(ops, type, path, pure, correction, EulerSampler.Churn.NONE);
            case "heun" -> new HeunSampler(ops, type, path, pure, correction);
            default -> new EulerAncestralSampler(ops, type, path, pure, correction);
        };
    }

    private static NoisePath solverPath(
            NoiseSchedule schedule, PredictionType type, int steps, SamplerOptions options) {
        TimestepSpacing spacing =
                AutomaticSpacing.of(options, schedule, type, steps, TimestepSpacing.LINSPACE);
        PathOptions path = pathOptions(options, schedule, spacing, steps);
        // Karras's levels reach from one end of the whole schedule to the other; for predicted
        // noise
        // the noisy end must not be too noisy.
        return options.karrasSigmas() && AutomaticSpacing.blind(schedule, type, steps)
                ? path.fractional(schedule, steps)
                : path.whole(schedule, steps, Double.NEGATIVE_INFINITY, true);
    }

    private static PathOptions pathOptions(
            SamplerOptions options, NoiseSchedule schedule, TimestepSpacing spacing, int steps) {
        return new PathOptions(
                spacing,
                offset(options, schedule.numTrainTimesteps(), steps),
                options.karrasSigmas() ? SigmaTable.Curve.KARRAS : SigmaTable.Curve.TIMESTEPS,
                true);
    }

    private static Sampler ofFlow(
            Ops ops,
            String word,
            Process.Interpolation process,
            PredictionType type,
            int steps,
            SamplerOptions options) {
        if (steps > FLOW_LEVELS) {
            throw new IllegalArgumentException(
                    "steps is " + steps + ", allowed are 1 to " + FLOW_LEVELS);
        }
        if (word.equals("lcm")) {
            return lcm(ops, process, type, steps, options);
        }
        if (word.startsWith("tld_")) {
            TldSampler.Form form =
                    word.equals("tld_ddim")
                            ? TldSampler.Form.DDIM
                            : TldSampler.Form.DPM_SOLVER_PP_2M;
            return new TldSampler(
                    ops,
                    process,
                    type,
                    steps,
                    new TldSampler.Options(form, 1, options.correction(), LatentNudge.NONE));
        }
        SigmaTable.Curve curve =
                options.karrasSigmas() ? SigmaTable.Curve.KARRAS : SigmaTable.Curve.TIMESTEPS;
        NoisePath path =
                new FlowEulerSampler.Levels(options.shift(), true, 0, curve)
                        .path(FLOW_LEVELS, steps, process.timeScale());
        if (word.equals("flow_euler")) {
            return new FlowEulerSampler(ops, type, path, false, options.correction());
        }
        path.sigmas()[0] = Math.min(path.sigmas()[0], NEARLY_PURE_NOISE);
        return solver(ops, word, path, type, options.correction());
    }

    private static Sampler solver(
            Ops ops, String word, NoisePath path, PredictionType type, StartCorrection correction) {
        DpmSolverSampler.Algorithm ode = DpmSolverSampler.Algorithm.DPMSOLVER_PLUS_PLUS;
        DpmSolverSampler.Algorithm sde = DpmSolverSampler.Algorithm.SDE_DPMSOLVER_PLUS_PLUS;
        return switch (word) {
            case "dpmpp_1s" -> dpm(ops, path, type, 1, ode, correction);
            case "dpmpp_2m" -> dpm(ops, path, type, 2, ode, correction);
            case "dpmpp_3m" -> dpm(ops, path, type, 3, ode, correction);
            case "dpmpp_sde" -> dpm(ops, path, type, 2, sde, correction);
            case "unipc" -> new UniPcSampler(ops, type, path, UniPcSampler.Options.of(correction));
            default -> throw new IllegalArgumentException("sampler is '" + word + "'");
        };
    }

    private static Sampler dpm(
            Ops ops,
            NoisePath path,
            PredictionType type,
            int order,
            DpmSolverSampler.Algorithm algorithm,
            StartCorrection correction) {
        return new DpmSolverSampler(
                ops, type, path, DpmSolverSampler.Options.of(order, algorithm, correction));
    }

    private static int[] timesteps(
            SamplerOptions options, NoiseSchedule schedule, PredictionType type, int steps) {
        int total = schedule.numTrainTimesteps();
        return AutomaticSpacing.of(options, schedule, type, steps, TimestepSpacing.LEADING)
                .timesteps(total, steps, offset(options, total, steps));
    }

    /** With every timestep visited, an offset would lead beyond the last one. */
    private static int offset(SamplerOptions options, int total, int steps) {
        int room = total - 1 - (steps - 1) * (total / steps);
        return Math.max(0, Math.min(options.habit().stepsOffset(), room));
    }
}
