package ldmstudio.engine.pipeline;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.denoiser.Conditioned;
import ldmstudio.engine.denoiser.Conditioning;
import ldmstudio.engine.denoiser.DenoiserNetwork;
import ldmstudio.engine.sampler.Denoiser;
import ldmstudio.engine.sampler.GuidanceInterval;
import ldmstudio.engine.sampler.GuidedDenoiser;
import ldmstudio.engine.sampler.RescaledGuidance;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Ops;
import org.jspecify.annotations.Nullable;

/**
 * The network as a sampler asks it: with its conditions, guided as the plan says.
 *
 * <p>Guidance asks once with a doubled batch, first without the condition, then with it. A network
 * that was distilled with guidance is told the scale instead, as w = scale − 1.
 */
final class AskedDenoiser {
    private final Ops ops;
    private final DiffusionModel model;
    private final WishConditions conditions;

    AskedDenoiser(DiffusionModel model, WishConditions conditions) {
        this.ops = model.ops();
        this.model = model;
        this.conditions = conditions;
    }

    Denoiser of(SamplingConfig how, List<Wish> wishes, Canvas canvas) {
        Told told =
                Told.one(
                        conditions.wanted(wishes),
                        () -> conditions.hidden(wishes.size(), how.negativePrompt()),
                        wishes.stream().anyMatch(Wish::any));
        return of(how, told, wishes.size(), canvas);
    }

    /**
     * The network that is told what is given.
     *
     * @param count pictures of the batch
     */
    Denoiser of(SamplingConfig how, Told given, int count, Canvas canvas) {
        DenoiserNetwork network = model.denoiser().atSize(canvas.height(), canvas.width());
        NDArray around = canvas.around(count);
        // What is known of the picture is never hidden: guidance strengthens the words.
        Told told = around == null ? given : given.withImage(around);
        if (network.needs().guidance()) {
            float[] w = new float[count];
            Arrays.fill(w, (float) (how.guidanceScale() - 1));
            NDArray scale = ops.array(w, w.length);
            return asked(network, null, told, each -> each.withGuidance(scale));
        }
        Denoiser plain = asked(network, null, told, each -> each);
        if (how.guidanceScale() == 1 || !told.any()) {
            return plain;
        }
        Denoiser both = asked(network, told.hidden().get(), told, each -> each);
        Denoiser guided =
                how.guidanceRescale() == 0
                        ? new GuidedDenoiser(ops, both, how.guidanceScale())
                        : new RescaledGuidance(
                                ops, both, how.guidanceScale(), how.guidanceRescale());
        return how.guidanceStart() == 0 && how.guidanceEnd() == 1
                ? guided
                : new GuidanceInterval(
                        model.process(),
                        guided,
                        plain,
                        1 - how.guidanceEnd(),
                        1 - how.guidanceStart());
    }

    /** A last touch to a condition. */
    @FunctionalInterface
    private interface Touch {
        Conditioning of(Conditioning told);
    }

    /**
     * Asks in all wanted ways and, if there is one, first in the hidden way, whose answers come
     * first.
     */
    private Denoiser asked(
            DenoiserNetwork network, @Nullable Conditioning hidden, Told told, Touch touch) {
        List<Conditioning> ways = new ArrayList<>();
        if (hidden != null) {
            ways.add(hidden);
        }
        told.wanted().forEach(each -> ways.add(touch.of(each)));
        Conditioning all = ways.size() == 1 ? ways.get(0) : Conditioning.join(ops, ways);
        Conditioned each = network.conditioned(all, ways.size());
        if (told.wanted().size() == 1) {
            return each::predict;
        }
        return (xt, t) -> {
            NDArray answers = ops.cast(each.predict(xt, t), ComputeType.FP32);
            return mixed(answers, xt.getShape().get(0), hidden != null, told.shares());
        };
    }

    /** The answers of the wanted ways by their shares, behind that of the hidden way. */
    private NDArray mixed(NDArray answers, long batch, boolean hidden, double[] shares) {
        long first = hidden ? batch : 0;
        NDArray sum = ops.scale(ops.narrow(answers, 0, first, batch), shares[0]);
        for (int i = 1; i < shares.length; i++) {
            NDArray next = ops.narrow(answers, 0, first + i * batch, batch);
            sum = sum.add(ops.scale(next, shares[i]));
        }
        return hidden ? ops.cat(List.of(ops.narrow(answers, 0, 0, batch), sum), 0) : sum;
    }
}
