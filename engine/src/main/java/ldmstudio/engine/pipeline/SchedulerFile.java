package ldmstudio.engine.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;
import ldmstudio.engine.config.DiffusionConfig;
import ldmstudio.engine.config.DistillationConfig;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.diffusion.ConsistencyLevels;
import ldmstudio.engine.sampler.ScheduleHabit;

/** {@code scheduler_config.json} in diffusers' words, and back. */
public final class SchedulerFile {
    private SchedulerFile() {}

    /**
     * Our own class name: diffusers has no scheduler for noise levels that are told as they are.
     */
    private static final String TLD = "TldScheduler";

    private static final String LEVELS = "original_inference_steps";
    private static final String DDPM = "DDPMScheduler";
    private static final String LCM = "LCMScheduler";
    private static final String FLOW = "FlowMatchEulerDiscreteScheduler";

    /**
     * The class that the file of a model names.
     *
     * @param distillation whether it is a few-step student; diffusers has a scheduler for those of
     *     a noise schedule
     */
    public static String className(DiffusionConfig config, DistillationConfig distillation) {
        String usual = className(config);
        return distillation.on() && usual.equals(DDPM) ? LCM : usual;
    }

    /** What the scheduler of a model reads, a few-step student's levels included. */
    public static Map<String, Object> of(DiffusionConfig config, DistillationConfig distillation) {
        Map<String, Object> map = of(config);
        if (distillation.on()) {
            map.put("_class_name", className(config, distillation));
            map.put(LEVELS, distillation.solverSteps());
            map.remove("variance_type");
        }
        return map;
    }

    /** The class that the file names. */
    public static String className(DiffusionConfig config) {
        return switch (config.process()) {
            case "flow" -> FLOW;
            case "tld" -> TLD;
            default -> DDPM;
        };
    }

    /** What diffusers' scheduler of this process reads. */
    public static Map<String, Object> of(DiffusionConfig config) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("_class_name", className(config));
        if (!config.process().equals("vp")) {
            map.put("num_train_timesteps", config.numTrainTimesteps());
            map.put("prediction_type", config.predictionType());
            return map;
        }
        map.put("num_train_timesteps", config.numTrainTimesteps());
        map.put(
                "beta_schedule",
                config.betaSchedule().equals("cosine")
                        ? "squaredcos_cap_v2"
                        : config.betaSchedule());
        map.put("beta_start", config.betaStart());
        map.put("beta_end", config.betaEnd());
        map.put("rescale_betas_zero_snr", config.rescaleZeroTerminalSnr());
        map.put("prediction_type", config.predictionType());
        map.put("variance_type", "fixed_small");
        map.put("clip_sample", false);
        map.put("timestep_spacing", config.rescaleZeroTerminalSnr() ? "trailing" : "leading");
        return map;
    }

    /** The diffusion that such a file describes; keys that it lacks have diffusers' defaults. */
    public static DiffusionConfig read(Map<String, ?> map) {
        if (map.get("trained_betas") != null) {
            throw new IllegalArgumentException(
                    "scheduler_config.json has trained_betas, a table of its own; schedules are"
                            + " read by beta_schedule, beta_start and beta_end");
        }
        String schedule = text(map, "beta_schedule", "linear");
        String process =
                switch (text(map, "_class_name", DDPM)) {
                    case FLOW -> "flow";
                    case TLD -> "tld";
                    default -> "vp";
                };
        return DiffusionConfig.of(
                process,
                (int) number(map, "num_train_timesteps", 1000),
                schedule.equals("squaredcos_cap_v2") ? "cosine" : schedule,
                number(map, "beta_start", 1e-4),
                number(map, "beta_end", 0.02),
                map.get("rescale_betas_zero_snr") instanceof Boolean rescale && rescale,
                text(
                        map,
                        "prediction_type",
                        process.equals("flow")
                                ? "velocity"
                                : process.equals("tld") ? "sample" : "epsilon"));
    }

    /** How the scheduler of such a file counts timesteps. */
    public static ScheduleHabit habit(Map<String, ?> map) {
        return new ScheduleHabit(
                (int) number(map, "steps_offset", 0),
                !Boolean.FALSE.equals(map.get("set_alpha_to_one")),
                (int) number(map, LEVELS, ConsistencyLevels.USUAL));
    }

    /**
     * How a scheduler of another program would draw: the values to begin with.
     *
     * @param text whether a prompt is listened to, which wants guidance
     * @param latent whether latents are denoised, which nothing bounds
     */
    static SamplingConfig sampling(Map<String, ?> map, boolean text, boolean latent) {
        if (text(map, "_class_name", DDPM).equals(LCM)) {
            return SamplingConfig.of("lcm", 4, text ? 8.5 : 1, 0, 1, 4, 0);
        }
        String spacing = text(map, "timestep_spacing", "leading");
        SamplingConfig config =
                SamplingConfig.of("ddim", 50, text ? 7.5 : 1, 0, 1, 4, 0)
                        .with("timestep_spacing", spacing);
        return latent && Boolean.TRUE.equals(map.get("clip_sample"))
                ? config.with("threshold", "clip")
                : config;
    }

    private static String text(Map<String, ?> map, String key, String otherwise) {
        return map.get(key) instanceof String text ? text : otherwise;
    }

    private static double number(Map<String, ?> map, String key, double otherwise) {
        return map.get(key) instanceof Number number ? number.doubleValue() : otherwise;
    }
}
