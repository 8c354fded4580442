package ldmstudio.engine.denoiser;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.nn.Activation;
import ldmstudio.engine.nn.Embedding;
import ldmstudio.engine.nn.FourierProjection;
import ldmstudio.engine.nn.Linear;
import ldmstudio.engine.nn.Module;
import ldmstudio.engine.nn.TimestepEmbedding;
import ldmstudio.engine.nn.Timesteps;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The vector that tells every residual block the timestep and the class: {@code (B), labels → (B,
 * E)}. Its parts belong to the UNet under the names of {@link #named}.
 */
final class UNetEmbedding {
    private final Ops ops;
    private final UNetFrame frame;
    private final UNetPlan plan;
    private final Timesteps positional;
    private final @Nullable FourierProjection fourier;
    private final @Nullable Embedding learned;
    private final @Nullable Timesteps guidanceCode;
    private final TimestepEmbedding time;
    private final @Nullable Module classes;
    private final Map<String, Module> named = new LinkedHashMap<>();

    UNetEmbedding(Ops ops, UNetFrame frame, UNetPlan plan) {
        this.ops = ops;
        this.frame = frame;
        this.plan = plan;
        int first = frame.blockOutChannels().get(0);
        int width = plan.embeddingWidth();
        positional = new Timesteps(ops, first, frame.flipSinToCos(), frame.freqShift());
        // The plain UNet of score-based models takes log t and N(0, 16²); the conditional one
        // neither.
        fourier =
                frame.timeCoding() != TimeCoding.FOURIER
                        ? null
                        : new FourierProjection(
                                ops,
                                plan.codeWidth() / 2,
                                plan.divideByTimestep() ? 16 : 1,
                                plan.divideByTimestep(),
                                !plan.divideByTimestep() && frame.flipSinToCos());
        learned =
                frame.timeCoding() == TimeCoding.LEARNED
                        ? new Embedding(ops, plan.trainTimesteps(), first)
                        : null;
        if (fourier != null) {
            named.put("time_proj", fourier);
        } else if (learned != null) {
            named.put("time_proj", learned);
        }
        Integer guidance = frame.timeCondProjDim();
        guidanceCode = guidance == null ? null : GuidanceCode.code(ops, guidance);
        time =
                new TimestepEmbedding(
                        ops,
                        plan.codeWidth(),
                        width,
                        plan.timeActivation(),
                        plan.timeAfter(),
                        guidance == null ? 0 : guidance);
        named.put("time_embedding", time);
        classes =
                switch (frame.classCoding()) {
                    case NONE, IDENTITY -> null;
                    case TABLE -> new Embedding(ops, frame.classes(), width);
                    case TIMESTEP ->
                            new TimestepEmbedding(
                                    ops, plan.codeWidth(), width, plan.timeActivation(), null);
                    case PROJECTION ->
                            new TimestepEmbedding(
                                    ops, plan.classWidth(), width, Activation.SILU, null);
                    case SIMPLE_PROJECTION -> new Linear(ops, plan.classWidth(), width);
                };
        if (classes != null) {
            named.put("class_embedding", classes);
        }
    }

    /** The parts that have weights, by the reference's names. */
    Map<String, Module> named() {
        return named;
    }

    /**
     * Labels are there if, and only if, the network was built for them.
     *
     * @throws IllegalArgumentException when not
     */
    void checkLabels(@Nullable NDArray labels, long batch) {
        boolean wanted = frame.classCoding() != ClassCoding.NONE;
        if (wanted != (labels != null)) {
            throw new IllegalArgumentException(
                    wanted
                            ? "This UNet was built for classes: give a class label for each picture"
                            : "This UNet was built without classes, but class labels were given");
        }
        if (labels != null && labels.getShape().get(0) != batch) {
            throw new IllegalArgumentException(
                    "Class labels must be one for each of "
                            + batch
                            + " pictures, but have the shape "
                            + labels.getShape());
        }
    }

    NDArray forward(NDArray timestep, @Nullable NDArray labels) {
        return forward(timestep, labels, null);
    }

    /**
     * @param guidance w {@code (B)}; null: not told
     */
    NDArray forward(NDArray timestep, @Nullable NDArray labels, @Nullable NDArray guidance) {
        return Scope.returning(
                () -> {
                    NDArray emb = time.forward(code(timestep), guidanceCode(guidance));
                    if (labels != null) {
                        NDArray vector = ofClass(labels);
                        emb =
                                plan.classBeside()
                                        ? ops.cat(List.of(emb, vector), 1)
                                        : emb.add(vector);
                    }
                    return plan.embeddingActivation() == null
                            ? emb
                            : plan.embeddingActivation().apply(ops, emb);
                });
    }

    /** {@code (B) → (B, n)}. */
    private @Nullable NDArray guidanceCode(@Nullable NDArray guidance) {
        return guidanceCode == null || guidance == null
                ? null
                : GuidanceCode.of(ops, guidanceCode, guidance);
    }

    /** {@code (B) → (B, codeWidth)}. */
    NDArray code(NDArray timestep) {
        if (fourier != null) {
            return fourier.forward(timestep);
        }
        return learned == null
                ? positional.forward(timestep)
                : learned.forward(timestep.toType(DataType.INT64, false));
    }

    private NDArray ofClass(NDArray labels) {
        if (classes instanceof Embedding table) {
            return table.forward(labels);
        } else if (classes instanceof Linear projection) {
            return projection.forward(labels);
        } else if (classes instanceof TimestepEmbedding layers) {
            return layers.forward(
                    frame.classCoding() == ClassCoding.TIMESTEP
                            ? code(labels.toType(DataType.FLOAT32, false))
                            : labels);
        }
        return labels;
    }
}
