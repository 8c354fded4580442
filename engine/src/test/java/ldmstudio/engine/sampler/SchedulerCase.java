package ldmstudio.engine.sampler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import ldmstudio.engine.checkpoint.SafetensorsFile;
import ldmstudio.engine.diffusion.BetaSchedule;
import ldmstudio.engine.diffusion.ConsistencyLevels;
import ldmstudio.engine.diffusion.ConsistencyScaling;
import ldmstudio.engine.diffusion.NoiseSchedule;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.diffusion.Process;
import ldmstudio.engine.diffusion.TimestepSpacing;
import ldmstudio.engine.parity.ParityFixture;
import ldmstudio.engine.tensor.Ops;

/**
 * One case of the schedulers fixture: a scheduler class of the reference, its options, its run.
 * Options that a case leaves out have the reference class's defaults.
 */
record SchedulerCase(
        Path folder,
        String name,
        String type,
        JsonNode config,
        JsonNode stepOptions,
        JsonNode setTimesteps,
        int steps) {
    /** All cases of all folders whose names start with {@code schedulers}. */
    static List<SchedulerCase> all() {
        return ParityFixture.folders("schedulers").flatMap(SchedulerCase::of).toList();
    }

    private static Stream<SchedulerCase> of(Path folder) {
        try {
            JsonNode root = new ObjectMapper().readTree(folder.resolve("config.json").toFile());
            return root.path("cases").properties().stream()
                    .map(
                            entry ->
                                    new SchedulerCase(
                                            folder,
                                            entry.getKey(),
                                            entry.getValue().path("class").asText(),
                                            entry.getValue().path("config"),
                                            entry.getValue().path("step"),
                                            entry.getValue().path("set_timesteps"),
                                            entry.getValue().path("steps").asInt()));
        } catch (IOException e) {
            throw new IllegalStateException(folder + " cannot be read", e);
        }
    }

    SafetensorsFile open() throws IOException {
        return SafetensorsFile.open(folder.resolve(name + ".safetensors"));
    }

    boolean flow() {
        return type.equals("FlowMatchEulerDiscreteScheduler");
    }

    /** Whether the reference keeps the last ᾱ of a rescaled schedule a little above 0. */
    boolean keepsAlphaAboveZero() {
        return flag("rescale_betas_zero_snr", false)
                && !List.of("DDPMScheduler", "DDIMScheduler", "LCMScheduler").contains(type);
    }

    NoiseSchedule schedule() {
        NoiseSchedule schedule;
        boolean small = type.equals("HeunDiscreteScheduler") || type.equals("LCMScheduler");
        if (config.path("trained_betas").isArray()) {
            float[] betas = new float[config.path("trained_betas").size()];
            for (int t = 0; t < betas.length; t++) {
                betas[t] = (float) config.path("trained_betas").get(t).asDouble();
            }
            schedule = NoiseSchedule.ofBetas(betas);
        } else {
            String usual = type.equals("LCMScheduler") ? "scaled_linear" : "linear";
            schedule =
                    NoiseSchedule.of(
                            BetaSchedule.of(config.path("beta_schedule").asText(usual)),
                            trainTimesteps(),
                            config.path("beta_start").asDouble(small ? 0.00085 : 0.0001),
                            config.path("beta_end").asDouble(small ? 0.012 : 0.02));
        }
        return flag("rescale_betas_zero_snr", false) ? schedule.withZeroTerminalSnr() : schedule;
    }

    private int trainTimesteps() {
        return config.path("num_train_timesteps").asInt(1000);
    }

    private boolean flag(String key, boolean otherwise) {
        return config.path(key).asBoolean(otherwise);
    }

    private PredictionType predictionType() {
        return PredictionType.of(config.path("prediction_type").asText("epsilon"));
    }

    private TimestepSpacing spacing(TimestepSpacing otherwise) {
        return TimestepSpacing.of(config.path("timestep_spacing").asText(otherwise.word()));
    }

    private int[] timesteps() {
        return spacing(TimestepSpacing.LEADING)
                .timesteps(trainTimesteps(), steps, config.path("steps_offset").asInt(0));
    }

    /**
     * The engine's sampler for this case.
     *
     * @throws IllegalArgumentException for a class or option that the engine does not have
     */
    Sampler sampler(Ops ops) {
        for (String unknown : List.of("invert_sigmas", "use_flow_sigmas")) {
            if (flag(unknown, false)) {
                throw new IllegalArgumentException(name + ": no sampler has " + unknown);
            }
        }
        return switch (type) {
            case "DDPMScheduler" ->
                    new DdpmSampler(
                            ops,
                            schedule(),
                            predictionType(),
                            timesteps(),
                            new DdpmSampler.Options(
                                    DdpmSampler.Variance.of(
                                            config.path("variance_type").asText("fixed_small")),
                                    correction(true),
                                    1));
            case "DDIMScheduler" ->
                    new DdimSampler(
                            ops,
                            schedule(),
                            predictionType(),
                            timesteps(),
                            new DdimSampler.Options(
                                    stepOptions.path("eta").asDouble(0),
                                    flag("set_alpha_to_one", true),
                                    correction(true),
                                    stepOptions.path("use_clipped_model_output").asBoolean()));
            case "PNDMScheduler" ->
                    new PndmSampler(
                            ops,
                            schedule(),
                            predictionType(),
                            timesteps(),
                            flag("skip_prk_steps", false),
                            flag("set_alpha_to_one", false),
                            new StartCorrection.None());
            case "LCMScheduler" ->
                    new LcmSampler(
                            ops,
                            new Process.VariancePreserving(schedule()),
                            predictionType(),
                            new ConsistencyLevels(
                                            new Process.VariancePreserving(schedule()),
                                            config.path("original_inference_steps").asInt(50))
                                    .times(steps),
                            new ConsistencyScaling(config.path("timestep_scaling").asDouble(10)),
                            correction(false));
            case "EulerDiscreteScheduler" ->
                    new EulerSampler(
                            ops,
                            predictionType(),
                            sigmaPath(),
                            pure(),
                            new StartCorrection.None(),
                            new EulerSampler.Churn(
                                    stepOptions.path("s_churn").asDouble(0),
                                    stepOptions.path("s_tmin").asDouble(0),
                                    stepOptions.path("s_tmax").asDouble(Double.POSITIVE_INFINITY),
                                    stepOptions.path("s_noise").asDouble(1)));
            case "EulerAncestralDiscreteScheduler" ->
                    new EulerAncestralSampler(
                            ops, predictionType(), sigmaPath(), pure(), new StartCorrection.None());
            case "HeunDiscreteScheduler" ->
                    new HeunSampler(ops, predictionType(), sigmaPath(), pure(), correction(false));
            case "DPMSolverMultistepScheduler" ->
                    new DpmSolverSampler(ops, predictionType(), solverPath(), dpmOptions());
            case "UniPCMultistepScheduler" ->
                    new UniPcSampler(ops, predictionType(), solverPath(), uniPcOptions());
            case "FlowMatchEulerDiscreteScheduler" -> flowEuler(ops);
            default ->
                    throw new IllegalArgumentException(
                            name + ": no sampler of the engine is the reference's " + type);
        };
    }

    private SigmaTable.Curve curve() {
        if (flag("use_karras_sigmas", false)) {
            return SigmaTable.Curve.KARRAS;
        }
        if (flag("use_exponential_sigmas", false)) {
            return SigmaTable.Curve.EXPONENTIAL;
        }
        if (flag("use_lu_lambdas", false)) {
            return SigmaTable.Curve.LU;
        }
        return flag("use_beta_sigmas", false) ? SigmaTable.Curve.BETA : SigmaTable.Curve.TIMESTEPS;
    }

    private PathOptions pathOptions() {
        return new PathOptions(
                spacing(TimestepSpacing.LINSPACE),
                config.path("steps_offset").asInt(0),
                curve(),
                config.path("final_sigmas_type").asText("zero").equals("zero"));
    }

    private NoisePath sigmaPath() {
        return pathOptions().fractional(schedule(), steps);
    }

    /** Whether sampling starts from σ·noise, see the reference's init_noise_sigma. */
    private boolean pure() {
        return spacing(TimestepSpacing.LINSPACE) != TimestepSpacing.LEADING;
    }

    private NoisePath solverPath() {
        boolean rounded =
                switch (curve()) {
                    case KARRAS, LU ->
                            type.startsWith("UniPC")
                                    || !config.path("beta_schedule")
                                            .asText()
                                            .equals("squaredcos_cap_v2");
                    default -> false;
                };
        JsonNode clipped = config.path("lambda_min_clipped");
        return pathOptions()
                .whole(
                        schedule(),
                        steps,
                        clipped.isNumber() ? clipped.asDouble() : Double.NEGATIVE_INFINITY,
                        rounded);
    }

    private DpmSolverSampler.Options dpmOptions() {
        return new DpmSolverSampler.Options(
                config.path("solver_order").asInt(2),
                DpmSolverSampler.Algorithm.of(config.path("algorithm_type").asText("dpmsolver++")),
                !config.path("solver_type").asText("midpoint").equals("heun"),
                flag("lower_order_final", true),
                flag("euler_at_final", false),
                thresholding());
    }

    private UniPcSampler.Options uniPcOptions() {
        List<Integer> disabled = new ArrayList<>();
        config.path("disable_corrector").forEach(step -> disabled.add(step.asInt()));
        return new UniPcSampler.Options(
                config.path("solver_order").asInt(2),
                config.path("solver_type").asText("bh2").equals("bh1"),
                flag("predict_x0", true),
                flag("lower_order_final", true),
                disabled,
                thresholding());
    }

    private Sampler flowEuler(Ops ops) {
        boolean dynamic = flag("use_dynamic_shifting", false);
        double mu = setTimesteps.path("mu").asDouble(0);
        boolean linear = config.path("time_shift_type").asText("exponential").equals("linear");
        double dynamicShift = linear ? mu : Math.exp(mu);
        NoisePath path =
                new FlowEulerSampler.Levels(
                                dynamic ? dynamicShift : config.path("shift").asDouble(1),
                                dynamic,
                                config.path("shift_terminal").asDouble(0),
                                curve())
                        .path(trainTimesteps(), steps, trainTimesteps());
        return new FlowEulerSampler(
                ops,
                PredictionType.VELOCITY,
                path,
                flag("stochastic_sampling", false),
                new StartCorrection.None());
    }

    private StartCorrection thresholding() {
        return flag("thresholding", false)
                ? new StartCorrection.Threshold(
                        config.path("dynamic_thresholding_ratio").asDouble(0.995),
                        config.path("sample_max_value").asDouble(1))
                : new StartCorrection.None();
    }

    private StartCorrection correction(boolean clips) {
        if (flag("thresholding", false)) {
            return thresholding();
        }
        return flag("clip_sample", clips)
                ? new StartCorrection.Clip(config.path("clip_sample_range").asDouble(1))
                : new StartCorrection.None();
    }

    @Override
    public String toString() {
        return folder.getFileName() + "/" + name;
    }
}
