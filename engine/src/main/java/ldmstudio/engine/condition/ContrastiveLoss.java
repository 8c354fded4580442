package ldmstudio.engine.condition;

import ai.djl.ndarray.NDArray;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.nn.Parameter;
import ldmstudio.engine.tensor.ListOps;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import ldmstudio.engine.tensor.SequenceOps;

/**
 * CLIP's loss: ½ (H(y, softmax(eˢ T̂ Îᵀ)) + H(yᵀ, softmax(eˢ Î T̂ᵀ))), the mean cross-entropy of
 * finding each caption's picture and each picture's caption in the batch; s is the logit scale.
 *
 * <p>Texts and pictures {@code (B, P)}, the loss a scalar.
 *
 * <p>Radford et al., 2021, arXiv:2103.00020, figure 3 and section 2.4 (eˢ is kept at most 100).
 * Other than there, pictures whose captions are word for word the same count as each other's
 * partners, y sharing its weight among them: small data say the same of many pictures.
 */
public final class ContrastiveLoss {
    private static final double LARGEST_LOGIT_SCALE = Math.log(100);

    private final Ops ops;
    private final SequenceOps sequences;

    public ContrastiveLoss(Ops ops) {
        this.ops = ops;
        sequences = new SequenceOps(ops);
    }

    /**
     * @param captions what the texts were made of; equal ones are partners of each other's pictures
     */
    public NDArray loss(
            NDArray textEmbeds, NDArray imageEmbeds, NDArray logitScale, List<String> captions) {
        long batch = textEmbeds.getShape().get(0);
        if (batch != captions.size() || imageEmbeds.getShape().get(0) != batch) {
            throw new IllegalArgumentException(
                    "The loss wants a picture and a caption for each text, but there are "
                            + batch
                            + " texts, "
                            + imageEmbeds.getShape().get(0)
                            + " pictures and "
                            + captions.size()
                            + " captions");
        }
        return Scope.returning(
                () -> {
                    NDArray texts = sequences.unit(textEmbeds);
                    NDArray pictures = sequences.unit(imageEmbeds);
                    NDArray cosines = texts.matMul(ops.permute(pictures, 1, 0));
                    NDArray logits = cosines.mul(sequences.exp(logitScale));
                    NDArray partners = ops.array(partners(captions), batch, batch);
                    NDArray rows = crossEntropy(logits, partners);
                    NDArray columns = crossEntropy(ops.permute(logits, 1, 0), partners);
                    return ops.scale(rows.add(columns), 0.5);
                });
    }

    /** −mean over rows of Σ y log softmax(logits). */
    private NDArray crossEntropy(NDArray logits, NDArray partners) {
        NDArray likelihood = sequences.logSoftmax(logits).mul(partners);
        return ops.scale(likelihood.sum(), -1.0 / partners.getShape().get(0));
    }

    /** Row i shares 1 among the pictures whose caption equals caption i; symmetric. */
    static float[] partners(List<String> captions) {
        Map<String, Integer> counts = new HashMap<>();
        captions.forEach(caption -> counts.merge(caption, 1, Integer::sum));
        int size = captions.size();
        float[] partners = new float[size * size];
        for (int i = 0; i < size; i++) {
            float share = 1f / counts.getOrDefault(captions.get(i), 1);
            for (int j = 0; j < size; j++) {
                partners[i * size + j] = captions.get(i).equals(captions.get(j)) ? share : 0;
            }
        }
        return partners;
    }

    /** Keeps the temperature in its bounds; after every optimizer step. */
    public void bound(Parameter logitScale) {
        try (Scope scope = Scope.open()) {
            NDArray bounded = ops.clamp(ops.copy(logitScale.array()), 0, LARGEST_LOGIT_SCALE);
            new ListOps(ops).copy(List.of(logitScale.array()), List.of(bounded));
        }
    }
}
