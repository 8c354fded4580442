package ldmstudio.engine.condition;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;

/**
 * What a text encoder says of prompts with weights. A token's state c of weight w becomes c + (w −
 * 1)(c − c₀), where c₀ is the empty prompt's state at the same place: 0 is as if nothing had been
 * said there, 1 as it is, above 1 louder. The pooled vector p, which has no places, becomes p +
 * Σᵢ(wᵢ − 1)(p − pᵢ) with pᵢ that of the prompt without stretch i.
 *
 * <p>{@code B texts → (B, L, D)} and {@code (B, P)}. Prompts without weights are encoded as {@link
 * TextEncoder} does, bit by bit. Weights of this kind are those of the programs for Stable
 * Diffusion; there the empty prompt is replaced by zero or by a mean.
 */
public final class WeightedText {
    private final Ops ops;
    private final TextEncoder encoder;

    /** Speaks through an encoder, which stays its owner's. */
    public WeightedText(Ops ops, TextEncoder encoder) {
        this.ops = ops;
        this.encoder = encoder;
    }

    /** Numbers of a prompt's tokens and how loud each is, both {@code maxLength} long. */
    record Read(long[] ids, float[] weights, PromptWeights prompt) {}

    /** One vector a token, {@code (B, L, D)}. */
    public NDArray context(List<String> prompts) {
        List<Read> read = prompts.stream().map(this::read).toList();
        if (read.stream().noneMatch(one -> one.prompt().any())) {
            return encoder.context(ids(read));
        }
        return Scope.returning(
                () -> {
                    int length = encoder.tokenizer().maxLength();
                    NDArray said = encoder.context(ids(read));
                    NDArray nothing = encoder.context(encoder.ids(List.of("")));
                    float[] louder = new float[read.size() * length];
                    for (int row = 0; row < read.size(); row++) {
                        for (int i = 0; i < length; i++) {
                            louder[row * length + i] = read.get(row).weights()[i] - 1;
                        }
                    }
                    NDArray factor = ops.array(louder, read.size(), length, 1);
                    return said.add(said.sub(nothing).mul(factor));
                });
    }

    /** One vector a text, {@code (B, P)}. */
    public NDArray pooled(List<String> prompts) {
        List<Read> read = prompts.stream().map(this::read).toList();
        if (read.stream().noneMatch(one -> one.prompt().any())) {
            return encoder.pooled(ids(read));
        }
        return Scope.returning(
                () -> {
                    List<NDArray> rows = new ArrayList<>();
                    for (Read one : read) {
                        rows.add(pooled(one));
                    }
                    return ops.cat(rows, 0);
                });
    }

    private NDArray pooled(Read read) {
        NDArray whole = encoder.pooled(ids(List.of(read)));
        NDArray result = whole;
        List<PromptWeights.Run> runs = read.prompt().runs();
        for (int i = 0; i < runs.size(); i++) {
            double louder = runs.get(i).weight() - 1;
            if (louder != 0) {
                List<PromptWeights.Run> others = new ArrayList<>(runs);
                others.remove(i);
                String rest = new PromptWeights(others).text();
                NDArray without = encoder.pooled(encoder.ids(List.of(rest)));
                result = result.add(ops.scale(whole.sub(without), louder));
            }
        }
        return result;
    }

    private NDArray ids(List<Read> read) {
        int length = encoder.tokenizer().maxLength();
        long[] all = new long[read.size() * length];
        for (int row = 0; row < read.size(); row++) {
            System.arraycopy(read.get(row).ids(), 0, all, row * length, length);
        }
        return ops.array(all, read.size(), length);
    }

    /** Stretch after stretch through the tokenizer, framed as one text. */
    Read read(String typed) {
        PromptWeights prompt = PromptWeights.parse(typed);
        Tokenizer tokenizer = encoder.tokenizer();
        float[] weights = new float[tokenizer.maxLength()];
        Arrays.fill(weights, 1);
        if (!prompt.any()) {
            return new Read(longs(tokenizer.encode(prompt.text()).ids()), weights, prompt);
        }
        Tokenizer.Encoded empty = tokenizer.encode("");
        long[] ids = longs(empty.ids());
        int end = tokenizer.maxLength() - 1;
        int at = 1;
        for (PromptWeights.Run run : prompt.runs()) {
            Tokenizer.Encoded own = tokenizer.encode(run.text());
            for (int i = 1; i < own.length() - 1 && at < end; i++) {
                ids[at] = own.ids()[i];
                weights[at] = (float) run.weight();
                at++;
            }
        }
        ids[at] = empty.ids()[1];
        return new Read(ids, weights, prompt);
    }

    private static long[] longs(int[] ids) {
        long[] all = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            all[i] = ids[i];
        }
        return all;
    }
}
