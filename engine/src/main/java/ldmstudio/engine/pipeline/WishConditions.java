package ldmstudio.engine.pipeline;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import ldmstudio.engine.condition.PromptWeights;
import ldmstudio.engine.condition.TextEncoder;
import ldmstudio.engine.condition.WeightedText;
import ldmstudio.engine.denoiser.ConditionNeeds;
import ldmstudio.engine.denoiser.Conditioning;
import ldmstudio.engine.tensor.Ops;
import org.jspecify.annotations.Nullable;

/**
 * What the denoiser is told for some wishes, and what it is told when they are hidden: the class
 * behind the last one, the negative prompt or the empty one, zeros for a pooled text and for a
 * mask. Words of prompts may carry weights, see {@link PromptWeights}.
 */
final class WishConditions {
    private final Ops ops;
    private final DiffusionModel model;
    private final ConditionNeeds needs;

    WishConditions(DiffusionModel model) {
        this.ops = model.ops();
        this.model = model;
        this.needs = model.denoiser().needs();
    }

    /**
     * Refuses wishes that this model cannot hear.
     *
     * @throws IllegalArgumentException naming the wish
     */
    void check(List<Wish> wishes) {
        for (Wish wish : wishes) {
            if (wish.classLabel() >= model.classCount()) {
                throw new IllegalArgumentException(
                        model.classCount() == 0
                                ? "This model knows no classes; leave the class out"
                                : "class is "
                                        + wish.classLabel()
                                        + "; this model knows 0 to "
                                        + (model.classCount() - 1));
            }
            if (!wish.prompt().isBlank() && !model.listensToText()) {
                throw new IllegalArgumentException(
                        "This model does not listen to text; leave the prompt out");
            }
            Planes mask = wish.mask();
            if (mask != null && mask.channels() != needs.imageChannels()) {
                throw new IllegalArgumentException(
                        needs.imageChannels() == 0
                                ? "This model takes no mask; leave it out"
                                : "The mask has "
                                        + mask.channels()
                                        + " channels; this model takes "
                                        + needs.imageChannels());
            }
        }
    }

    /** The wishes as they are. */
    Conditioning wanted(List<Wish> wishes) {
        List<String> prompts = wishes.stream().map(Wish::prompt).toList();
        return new Conditioning(
                labels(wishes.stream().mapToLong(Wish::classLabel).toArray()),
                context(prompts),
                pooled(prompts),
                masks(wishes),
                null);
    }

    /** The same number of pictures of which nothing is said but what they should not be. */
    Conditioning hidden(int count, String negativePrompt) {
        List<String> prompts = Collections.nCopies(count, negativePrompt);
        long[] none = new long[count];
        Arrays.fill(none, -1);
        return new Conditioning(
                labels(none),
                context(prompts),
                pooled(prompts),
                masks(Collections.nCopies(count, Wish.NOTHING)),
                null);
    }

    @Nullable NDArray labels(long[] labels) {
        if (needs.classes() == 0) {
            return null;
        }
        long[] told = Arrays.stream(labels).map(l -> l < 0 ? model.classCount() : l).toArray();
        for (long label : told) {
            if (label >= needs.classes()) {
                throw new IllegalArgumentException(
                        "This model was never trained without a class: give one for each picture,"
                                + " and leave guidance at 1");
            }
        }
        return ops.array(told, told.length);
    }

    @Nullable NDArray context(List<String> prompts) {
        TextEncoder encoder = model.textEncoder();
        return encoder == null || needs.contextWidth() == 0
                ? null
                : new WeightedText(ops, encoder).context(prompts);
    }

    /** A text that says nothing is the zero vector, as in TLD's training. */
    @Nullable NDArray pooled(List<String> prompts) {
        TextEncoder encoder = model.textEncoder();
        if (encoder == null || needs.pooledWidth() == 0) {
            return null;
        }
        float[] told = new float[prompts.size()];
        for (int i = 0; i < told.length; i++) {
            told[i] = PromptWeights.plain(prompts.get(i)).isBlank() ? 0 : 1;
        }
        return new WeightedText(ops, encoder).pooled(prompts).mul(ops.array(told, told.length, 1));
    }

    @Nullable NDArray masks(List<Wish> wishes) {
        int channels = needs.imageChannels();
        if (channels == 0) {
            return null;
        }
        int height = model.height();
        int width = model.width();
        for (Wish wish : wishes) {
            Planes mask = wish.mask();
            if (mask != null) {
                height = mask.height();
                width = mask.width();
            }
        }
        int each = channels * height * width;
        float[] all = new float[wishes.size() * each];
        for (int i = 0; i < wishes.size(); i++) {
            Planes mask = wishes.get(i).mask();
            if (mask != null && mask.values().length != each) {
                throw new IllegalArgumentException("The masks of a batch differ in size");
            }
            if (mask != null) {
                System.arraycopy(mask.values(), 0, all, i * each, each);
            }
        }
        return ops.array(all, wishes.size(), channels, height, width);
    }
}
