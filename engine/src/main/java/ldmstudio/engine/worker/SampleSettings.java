package ldmstudio.engine.worker;

import java.util.List;
import ldmstudio.engine.config.SamplingConfig;
import org.jspecify.annotations.Nullable;

/**
 * How pictures are drawn from a model.
 *
 * @param classLabels classes to draw; picture {@code i} takes entry {@code i mod size}; empty:
 *     without a class
 * @param prompts texts for a model that listens to text, taken in turn likewise; empty: none
 * @param how sampler, steps, guidance, count and seed: the noise of picture {@code i} is a function
 *     of {@code (seed, i)}
 * @param previewEvery steps between two previews of x̂0; 0: none
 * @param outDir folder for the PNG files; made if absent
 * @param from what the pictures begin from
 * @param model run folder, checkpoint folder or model file to draw with, loaded if need be; empty:
 *     the one that was loaded last by {@link Request.Load}
 */
public record SampleSettings(
        List<Integer> classLabels,
        List<String> prompts,
        SamplingConfig how,
        int previewEvery,
        String outDir,
        BeginSettings from,
        String model) {
    private static final int LONGEST_PROMPT = 10_000;

    public SampleSettings {
        classLabels = List.copyOf(classLabels);
        prompts = List.copyOf(prompts);
        require(previewEvery >= 0, "preview_every", previewEvery, "0 or more");
        require(!outDir.isBlank(), "out_dir", outDir, "a folder");
        for (int label : classLabels) {
            require(label >= 0, "class_labels", label, "0 or more");
        }
        for (String prompt : prompts) {
            require(
                    prompt.length() <= LONGEST_PROMPT,
                    "prompts",
                    prompt.length() + " characters long",
                    "at most " + LONGEST_PROMPT + " characters");
        }
    }

    /** From pure noise, with the loaded model. */
    public SampleSettings(
            List<Integer> classLabels,
            List<String> prompts,
            SamplingConfig how,
            int previewEvery,
            String outDir) {
        this(classLabels, prompts, how, previewEvery, outDir, BeginSettings.NOISE, "");
    }

    public SampleSettings withFrom(BeginSettings begin) {
        return new SampleSettings(classLabels, prompts, how, previewEvery, outDir, begin, model);
    }

    public SampleSettings withModel(String path) {
        return new SampleSettings(classLabels, prompts, how, previewEvery, outDir, from, path);
    }

    public SampleSettings withHow(SamplingConfig other) {
        return new SampleSettings(classLabels, prompts, other, previewEvery, outDir, from, model);
    }

    public SampleSettings withOutDir(String folder) {
        return new SampleSettings(classLabels, prompts, how, previewEvery, folder, from, model);
    }

    /** The class of picture {@code index}, or -1. */
    public int classLabel(int index) {
        return classLabels.isEmpty() ? -1 : classLabels.get(index % classLabels.size());
    }

    /** The text of picture {@code index}; empty: none. */
    public String prompt(int index) {
        return prompts.isEmpty() ? "" : prompts.get(index % prompts.size());
    }

    static void require(boolean holds, String field, @Nullable Object value, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(field + " is " + value + "; allowed: " + allowed);
        }
    }
}
