package ldmstudio.engine.checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The noise schedule of a CompVis file: its table of β where it has one, else Stable Diffusion's
 * scaled-linear one from 0.00085 to 0.012.
 *
 * <p>What is predicted is not in the file. Stable Diffusion 2 (linear projections) predicts v,
 * except for its base versions, which their number of steps tells.
 */
final class StoredSchedule {
    private static final double FIT = 1e-4;

    private StoredSchedule() {}

    static Map<String, Object> of(TensorSource file, boolean linearProjection) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("_class_name", "DDIMScheduler");
        map.put("num_train_timesteps", 1000);
        map.put("beta_schedule", "scaled_linear");
        map.put("beta_start", 0.00085);
        map.put("beta_end", 0.012);
        if (file.names().contains("betas") && file.shape("betas").length == 1) {
            describe(map, file.floats("betas"), file.description());
        }
        map.put("prediction_type", predictionType(file, linearProjection));
        map.put("clip_sample", false);
        map.put("set_alpha_to_one", false);
        map.put("steps_offset", 1);
        map.put("timestep_spacing", "leading");
        return map;
    }

    private static void describe(Map<String, Object> map, float[] betas, String file) {
        int count = betas.length;
        if (count < 2) {
            throw new IllegalArgumentException(file + " is damaged: its betas are " + count);
        }
        // fp32 rounded the ends; seven digits give the number that was meant.
        double first = digits(betas[0]);
        double last = digits(betas[count - 1]);
        double linear = 0;
        double scaled = 0;
        for (int i = 0; i < count; i++) {
            double part = i / (count - 1.0);
            double root = Math.sqrt(first) + part * (Math.sqrt(last) - Math.sqrt(first));
            linear = Math.max(linear, Math.abs(first + part * (last - first) - betas[i]));
            scaled = Math.max(scaled, Math.abs(root * root - betas[i]));
        }
        map.put("num_train_timesteps", count);
        if (Math.min(linear, scaled) > FIT * last) {
            double[] trained = new double[count];
            for (int i = 0; i < count; i++) {
                trained[i] = betas[i];
            }
            map.put("trained_betas", java.util.Arrays.stream(trained).boxed().toList());
        }
        map.put("beta_schedule", linear < scaled ? "linear" : "scaled_linear");
        map.put("beta_start", first);
        map.put("beta_end", last);
    }

    private static double digits(float value) {
        return Double.parseDouble(String.format(java.util.Locale.ROOT, "%.6g", (double) value));
    }

    private static String predictionType(TensorSource file, boolean linearProjection) {
        String said = file.metadata().getOrDefault("modelspec.prediction_type", "");
        if (!said.isEmpty()) {
            return said.startsWith("v") ? "v_prediction" : "epsilon";
        }
        if (file.names().contains("v_pred")) {
            return "v_prediction";
        }
        String steps = file.metadata().getOrDefault("global_step", "");
        boolean base = steps.equals("875000") || steps.equals("220000");
        return linearProjection && !base ? "v_prediction" : "epsilon";
    }
}
