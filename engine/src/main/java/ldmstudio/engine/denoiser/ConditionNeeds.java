package ldmstudio.engine.denoiser;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.nn.Shapes;
import org.jspecify.annotations.Nullable;

/**
 * Which conditions a denoiser takes; 0 or false means that it is not told.
 *
 * @param classes labels that it knows, 0 to {@code classes - 1}; in networks that are trained here
 *     the last one means "no class"
 * @param contextWidth D of a sequence {@code (B, L, D)}
 * @param pooledWidth P of one embedding of the whole text, {@code (B, P)}
 * @param imageChannels channels of a picture beside the sample, such as a mask
 * @param guidance whether it takes the guidance scale as an input (Meng et al., 2022,
 *     arXiv:2210.03142; Luo et al., 2023, arXiv:2310.04378)
 */
public record ConditionNeeds(
        int classes, int contextWidth, int pooledWidth, int imageChannels, boolean guidance) {
    public static final ConditionNeeds NONE = new ConditionNeeds(0, 0, 0, 0, false);

    /** The same with another pooled embedding; 0: none. */
    public ConditionNeeds withPooledWidth(int width) {
        return new ConditionNeeds(classes, contextWidth, width, imageChannels, guidance);
    }

    /** The same with another context; 0: none. */
    public ConditionNeeds withContextWidth(int width) {
        return new ConditionNeeds(classes, width, pooledWidth, imageChannels, guidance);
    }

    /**
     * Refuses what is missing, superfluous or of another shape.
     *
     * @param network for the error's words
     * @param batch number of pictures
     */
    public void check(String network, Conditioning given, long batch) {
        one(network, "class labels", classes > 0, given.classLabels());
        one(network, "a context", contextWidth > 0, given.context());
        one(network, "a pooled text embedding", pooledWidth > 0, given.pooled());
        one(network, "a picture or mask beside the sample", imageChannels > 0, given.image());
        one(network, "a guidance scale", guidance, given.guidance());
        if (given.context() != null) {
            String wanted = "(" + batch + ", L, " + contextWidth + ")";
            Shapes.exactly(
                    network + "'s context", given.context(), wanted, batch, -1, contextWidth);
        }
        if (given.pooled() != null) {
            String wanted = "(" + batch + ", " + pooledWidth + ")";
            Shapes.exactly(
                    network + "'s text embedding", given.pooled(), wanted, batch, pooledWidth);
        }
        if (given.image() != null) {
            String wanted = "(" + batch + ", " + imageChannels + ", H, W)";
            Shapes.exactly(
                    network + "'s mask", given.image(), wanted, batch, imageChannels, -1, -1);
        }
    }

    private static void one(String network, String what, boolean needed, @Nullable NDArray given) {
        if (needed != (given != null)) {
            throw new IllegalArgumentException(
                    network
                            + (needed
                                    ? " needs " + what
                                    : " takes no " + what.replaceFirst("^a ", "")));
        }
    }
}
