package ldmstudio.engine.pipeline;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.denoiser.Conditioning;
import ldmstudio.engine.denoiser.DenoiserNetwork;
import ldmstudio.engine.sampler.Denoiser;
import ldmstudio.engine.sampler.GuidanceInterval;
import ldmstudio.engine.sampler.GuidedDenoiser;
import ldmstudio.engine.sampler.RescaledGuidance;
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
        DenoiserNetwork network = model.denoiser().atSize(canvas.height(), canvas.width());
        NDArray around = canvas.around(wishes.size());
        Conditioning wanted = withKnown(conditions.wanted(wishes), around);
        if (network.needs().guidance()) {
            float[] w = new float[wishes.size()];
            Arrays.fill(w, (float) (how.guidanceScale() - 1));
            return asked(network, wanted.withGuidance(ops.array(w, w.length)));
        }
        Denoiser plain = asked(network, wanted);
        if (how.guidanceScale() == 1 || wishes.stream().noneMatch(Wish::any)) {
            return plain;
        }
        Conditioning hidden =
                withKnown(conditions.hidden(wishes.size(), how.negativePrompt()), around);
        Denoiser both = asked(network, Conditioning.join(ops, List.of(hidden, wanted)));
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

    private Denoiser asked(DenoiserNetwork network, Conditioning told) {
        return (xt, t) -> {
            float[] all = new float[(int) xt.getShape().get(0)];
            Arrays.fill(all, (float) t);
            return network.forward(xt, ops.array(all, all.length), told);
        };
    }

    /** What is known of the picture is never hidden: guidance strengthens the words. */
    private static Conditioning withKnown(Conditioning told, @Nullable NDArray around) {
        return around == null ? told : told.withImage(around);
    }
}
