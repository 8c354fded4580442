package ldmstudio.engine.pipeline;

import java.util.List;

/**
 * Which pictures to draw and how.
 *
 * @param sampler {@code ddpm} or {@code ddim}
 * @param steps denoiser calls a picture
 * @param guidanceScale w of classifier-free guidance; 1: off
 * @param eta noise of DDIM
 * @param sigmaScale factor on DDPM's noise
 * @param seed noise of picture i is a function of {@code (seed, i)}, whatever the batch
 * @param labels a class for each picture, -1 for none; its length is the number of pictures
 * @param batchSize pictures drawn at once
 * @param previewEvery steps between previews of x̂0; 0: none
 */
public record SamplingPlan(
        String sampler,
        int steps,
        double guidanceScale,
        double eta,
        double sigmaScale,
        long seed,
        List<Integer> labels,
        int batchSize,
        int previewEvery) {
    public SamplingPlan {
        labels = List.copyOf(labels);
    }

    public int count() {
        return labels.size();
    }
}
