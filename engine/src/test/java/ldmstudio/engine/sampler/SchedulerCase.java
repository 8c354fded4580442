package ldmstudio.engine.sampler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ldmstudio.engine.checkpoint.SafetensorsFile;
import ldmstudio.engine.diffusion.BetaSchedule;
import ldmstudio.engine.diffusion.NoiseSchedule;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.diffusion.TimestepSpacing;
import ldmstudio.engine.parity.ParityFixture;
import ldmstudio.engine.tensor.Ops;

/** One case of the schedulers fixture: a scheduler class of the reference, its options, its run. */
record SchedulerCase(String name, String type, JsonNode config, JsonNode stepOptions, int steps) {
    /** All cases of the fixture's config.json. */
    static List<SchedulerCase> all() {
        try {
            JsonNode root = new ObjectMapper().readTree(folder().resolve("config.json").toFile());
            List<SchedulerCase> cases = new ArrayList<>();
            root.path("cases")
                    .properties()
                    .forEach(
                            entry ->
                                    cases.add(
                                            new SchedulerCase(
                                                    entry.getKey(),
                                                    entry.getValue().path("class").asText(),
                                                    entry.getValue().path("config"),
                                                    entry.getValue().path("step"),
                                                    entry.getValue().path("steps").asInt())));
            return cases;
        } catch (IOException e) {
            throw new IllegalStateException("The schedulers fixture cannot be read", e);
        }
    }

    private static Path folder() {
        return ParityFixture.folder("schedulers");
    }

    SafetensorsFile open() throws IOException {
        return SafetensorsFile.open(folder().resolve(name + ".safetensors"));
    }

    boolean ddpm() {
        return type.equals("DDPMScheduler");
    }

    boolean ddim() {
        return type.equals("DDIMScheduler");
    }

    NoiseSchedule schedule() {
        NoiseSchedule schedule;
        if (config.path("trained_betas").isArray()) {
            float[] betas = new float[config.path("trained_betas").size()];
            for (int t = 0; t < betas.length; t++) {
                betas[t] = (float) config.path("trained_betas").get(t).asDouble();
            }
            schedule = NoiseSchedule.ofBetas(betas);
        } else {
            schedule =
                    NoiseSchedule.of(
                            BetaSchedule.of(config.path("beta_schedule").asText("linear")),
                            config.path("num_train_timesteps").asInt(1000),
                            config.path("beta_start").asDouble(0.0001),
                            config.path("beta_end").asDouble(0.02));
        }
        return config.path("rescale_betas_zero_snr").asBoolean(false)
                ? schedule.withZeroTerminalSnr()
                : schedule;
    }

    PredictionType predictionType() {
        return PredictionType.of(config.path("prediction_type").asText("epsilon"));
    }

    int[] timesteps() {
        return TimestepSpacing.of(config.path("timestep_spacing").asText("leading"))
                .timesteps(
                        config.path("num_train_timesteps").asInt(1000),
                        steps,
                        config.path("steps_offset").asInt(0));
    }

    Sampler sampler(Ops ops) {
        if (ddpm()) {
            return new DdpmSampler(
                    ops,
                    schedule(),
                    predictionType(),
                    timesteps(),
                    new DdpmSampler.Options(
                            DdpmSampler.Variance.of(
                                    config.path("variance_type").asText("fixed_small")),
                            correction(),
                            1));
        }
        return new DdimSampler(
                ops,
                schedule(),
                predictionType(),
                timesteps(),
                new DdimSampler.Options(
                        stepOptions.path("eta").asDouble(0),
                        config.path("set_alpha_to_one").asBoolean(true),
                        correction(),
                        stepOptions.path("use_clipped_model_output").asBoolean(false)));
    }

    private StartCorrection correction() {
        if (config.path("thresholding").asBoolean(false)) {
            return new StartCorrection.Threshold(
                    config.path("dynamic_thresholding_ratio").asDouble(0.995),
                    config.path("sample_max_value").asDouble(1));
        }
        return config.path("clip_sample").asBoolean(true)
                ? new StartCorrection.Clip(config.path("clip_sample_range").asDouble(1))
                : new StartCorrection.None();
    }

    @Override
    public String toString() {
        return name;
    }
}
