package ldmstudio.engine.denoiser;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.Map;
import ldmstudio.engine.nn.Module;
import ldmstudio.engine.nn.Rows;
import ldmstudio.engine.tensor.Ops;

/** A network that predicts, from a noisy latent and its timestep, what its training asked for. */
public abstract class DenoiserNetwork extends Module {
    protected DenoiserNetwork(Ops ops) {
        super(ops);
    }

    /**
     * The prediction, {@code (B, C, H, W)} in fp32.
     *
     * @param x noisy latents {@code (B, C, H, W)}
     * @param timestep fp32 {@code (B)}, in the unit that this network was trained with
     * @param condition what {@link #needs} names, and nothing else
     * @throws IllegalArgumentException when a shape does not fit, or a condition is missing or not
     *     wanted
     */
    public abstract NDArray forward(NDArray x, NDArray timestep, Conditioning condition);

    /**
     * This network under a condition that stays while a picture is drawn. What depends on the
     * condition alone may be computed now, once for all steps, and belongs to the open scope; what
     * does not depend on it may be computed once for all ways in which a sample is looked at.
     *
     * @param condition of n·B rows for samples of B: those of the first way, then of the second …
     * @param ways n
     */
    public Conditioned conditioned(Conditioning condition, int ways) {
        return (x, time) -> {
            NDArray all = Rows.repeated(ops, x, ways * x.getShape().get(0));
            return forward(all, times(time, all.getShape().get(0)), condition);
        };
    }

    /** The same time for each row. */
    protected final NDArray times(double time, long rows) {
        float[] all = new float[Math.toIntExact(rows)];
        Arrays.fill(all, (float) time);
        return ops.array(all, rows);
    }

    /** The {@code config.json} that makes this network again, {@code _class_name} included. */
    public abstract Map<String, Object> configMap();

    /** What it must be told. */
    public abstract ConditionNeeds needs();

    /** Channels of the sample that it denoises; what a mask adds does not count. */
    public abstract int sampleChannels();

    /**
     * This network for samples of another size. Convolutions do not mind, so most are their own
     * answer; a network that must change shares its weights with this one.
     *
     * @throws IllegalArgumentException when it cannot
     */
    public DenoiserNetwork atSize(int height, int width) {
        return this;
    }

    /**
     * Whether the picture beside the sample is what is known of it (latents with what is to be
     * painted set to zero, with or without a mask in front), as in inpainting and outpainting
     * models; otherwise it is a mask of parts.
     */
    public boolean paintsAroundKnown() {
        int beside = needs().imageChannels();
        return beside > 0 && (beside == sampleChannels() || beside == sampleChannels() + 1);
    }

    /**
     * Says which dropout masks the coming forward passes use; needed while training with dropout.
     */
    public void setDropoutStep(long seed, long step) {}
}
