package ldmstudio.engine.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;
import ldmstudio.engine.config.DiffusionConfig;

/** {@code scheduler_config.json} in diffusers' words, and back. */
public final class SchedulerFile {
    private SchedulerFile() {}

    /** What diffusers' DDPMScheduler reads. */
    public static Map<String, Object> of(DiffusionConfig config) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("_class_name", "DDPMScheduler");
        map.put("num_train_timesteps", config.numTrainTimesteps());
        map.put(
                "beta_schedule",
                config.betaSchedule().equals("cosine")
                        ? "squaredcos_cap_v2"
                        : config.betaSchedule());
        map.put("beta_start", config.betaStart());
        map.put("beta_end", config.betaEnd());
        map.put("prediction_type", config.predictionType());
        map.put("variance_type", "fixed_small");
        map.put("clip_sample", false);
        map.put("timestep_spacing", "leading");
        return map;
    }

    /** The diffusion that such a file describes; keys that it lacks have diffusers' defaults. */
    public static DiffusionConfig read(Map<String, ?> map) {
        DiffusionConfig defaults = DiffusionConfig.defaults();
        String schedule = text(map, "beta_schedule", "linear");
        return new DiffusionConfig(
                (int) number(map, "num_train_timesteps", 1000),
                schedule.equals("squaredcos_cap_v2") ? "cosine" : schedule,
                number(map, "beta_start", 1e-4),
                number(map, "beta_end", 0.02),
                text(map, "prediction_type", "epsilon"),
                defaults.loss(),
                defaults.huberDelta(),
                defaults.lossBuckets());
    }

    private static String text(Map<String, ?> map, String key, String otherwise) {
        return map.get(key) instanceof String text ? text : otherwise;
    }

    private static double number(Map<String, ?> map, String key, double otherwise) {
        return map.get(key) instanceof Number number ? number.doubleValue() : otherwise;
    }
}
