package ldmstudio.engine.worker;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How pictures are drawn from the loaded model.
 *
 * @param classLabels classes to draw; picture {@code i} takes entry {@code i mod size}; empty:
 *     without a class
 * @param prompt text for a model that listens to text; empty: none
 * @param seed noise of picture {@code i} is a function of {@code (seed, i)}
 * @param steps denoiser calls a picture
 * @param sampler {@code ddpm} or {@code ddim}
 * @param guidanceScale 1: off
 * @param eta noise of DDIM, 0 to 1
 * @param sigmaScale scale of DDPM's noise
 * @param count pictures
 * @param previewEvery steps between two previews of x̂0; 0: none
 * @param outDir folder for the PNG files; made if absent
 */
public record SampleSettings(
        List<Integer> classLabels,
        String prompt,
        long seed,
        int steps,
        String sampler,
        double guidanceScale,
        double eta,
        double sigmaScale,
        int count,
        int previewEvery,
        String outDir) {
    public SampleSettings {
        classLabels = List.copyOf(classLabels);
        require(steps >= 1 && steps <= 1000, "steps", steps, "1 to 1000");
        require(!sampler.isBlank(), "sampler", sampler, "the name of a sampler, such as ddim");
        require(
                guidanceScale >= 0 && guidanceScale <= 50,
                "guidance_scale",
                guidanceScale,
                "0 to 50");
        require(eta >= 0 && eta <= 1, "eta", eta, "0 to 1");
        require(sigmaScale >= 0 && sigmaScale <= 2, "sigma_scale", sigmaScale, "0 to 2");
        require(count >= 1 && count <= 10_000, "count", count, "1 to 10000");
        require(previewEvery >= 0, "preview_every", previewEvery, "0 or more");
        require(!outDir.isBlank(), "out_dir", outDir, "a folder");
        for (int label : classLabels) {
            require(label >= 0, "class_labels", label, "0 or more");
        }
    }

    /** The class of picture {@code index}, or -1. */
    public int classLabel(int index) {
        return classLabels.isEmpty() ? -1 : classLabels.get(index % classLabels.size());
    }

    private static void require(
            boolean holds, String field, @Nullable Object value, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(field + " is " + value + "; allowed: " + allowed);
        }
    }
}
