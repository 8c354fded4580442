package ldmstudio.engine.train;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import ldmstudio.engine.condition.TextEncoder;
import ldmstudio.engine.denoiser.ConditionNeeds;
import ldmstudio.engine.denoiser.Conditioning;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;

/**
 * Tells the caption through a text encoder. Hidden, a sequence is that of the empty text, as in
 * Stable Diffusion, and a pooled embedding is zeros, as in TLD.
 *
 * <p>The encoder is recorded when it is trained with the denoiser.
 */
final class TextConditions implements Conditions {
    private final Ops ops;
    private final TextEncoder encoder;
    private final ConditionNeeds needs;
    private final boolean trained;
    private final HiddenShare hidden;
    private final HiddenShare words;
    private final Noise choice;

    TextConditions(
            Ops ops,
            TextEncoder encoder,
            ConditionNeeds needs,
            boolean trained,
            HiddenShare hidden,
            HiddenShare words,
            Noise choice) {
        this.ops = ops;
        this.encoder = encoder;
        this.needs = needs;
        this.trained = trained;
        this.hidden = hidden;
        this.words = words;
        this.choice = choice;
    }

    @Override
    public Conditioning of(LatentBatches.Clean clean, long batchNumber) {
        List<String> captions = new ArrayList<>();
        float[] told = new float[clean.size()];
        for (int i = 0; i < clean.size(); i++) {
            String caption =
                    hidden.hides(batchNumber, i)
                            ? ""
                            : words.words(
                                    caption(
                                            clean.dataset().captions(clean.pictures()[i]),
                                            batchNumber,
                                            i),
                                    batchNumber,
                                    i);
            captions.add(caption);
            told[i] = caption.isBlank() ? 0 : 1;
        }
        NDArray ids = encoder.ids(captions);
        if (trained) {
            return encoded(ids, told);
        }
        try (Gradients.Recording still = Gradients.pause()) {
            return encoded(ids, told);
        }
    }

    /** One of a picture's captions, another at every visit; the first one in validation. */
    private String caption(List<String> all, long batchNumber, int index) {
        if (all.isEmpty()) {
            return "";
        }
        boolean single = batchNumber < 0 || all.size() == 1;
        return all.get(single ? 0 : choice.integer(batchNumber, index, all.size()));
    }

    private Conditioning encoded(NDArray ids, float[] told) {
        Conditioning condition = Conditioning.NONE;
        if (needs.contextWidth() > 0) {
            condition = condition.withContext(encoder.context(ids));
        }
        if (needs.pooledWidth() > 0) {
            NDArray shown = ops.array(told, told.length, 1);
            condition = condition.withPooled(encoder.pooled(ids).mul(shown));
        }
        return condition;
    }
}
