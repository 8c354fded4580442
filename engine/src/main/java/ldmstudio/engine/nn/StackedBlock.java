package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import ldmstudio.engine.tensor.Ops;
import org.jspecify.annotations.Nullable;

/**
 * The layers of a block of ExplainingAI's networks: residual layers, each possibly followed by
 * self-attention and by cross-attention to a text. The names are by role, then by number ({@code
 * resnet_conv_first.0.2.weight}), as in the reference's state dict.
 *
 * <p>Residual layer: h = conv₁(silu(norm₁(x))); with a timestep h = h + W silu(emb); out =
 * conv₂(silu(norm₂(h))) + W_r x, where the shortcut W_r is a 1×1 convolution even where the
 * channels stay. Attention: out = x + attention(norm(x)) over the pixels. All {@code (B, C, H, W)}.
 *
 * <p>Source: {@code models/blocks.py} of explainingai-code/StableDiffusion-PyTorch; the layers are
 * those of Ho et al., 2020, arXiv:2006.11239, and Rombach et al., 2022, arXiv:2112.10752.
 */
public abstract class StackedBlock extends Module {
    private static final double EPS = 1e-5;

    private final StackStyle style;
    private final List<Residual> residuals = new ArrayList<>();
    private final List<Attending> attentions = new ArrayList<>();
    private final List<Reading> readings = new ArrayList<>();

    private record Residual(
            GroupNorm norm1,
            Conv2d conv1,
            @Nullable Linear time,
            GroupNorm norm2,
            Conv2d conv2,
            Conv2d shortcut) {
        List<Module> parts() {
            return time == null
                    ? List.of(norm1, conv1, norm2, conv2, shortcut)
                    : List.of(norm1, conv1, time, norm2, conv2, shortcut);
        }
    }

    private record Attending(GroupNorm norm, PackedAttention attention) {}

    private record Reading(GroupNorm norm, PackedAttention attention, Linear projection) {}

    StackedBlock(Ops ops, StackStyle style) {
        super(ops);
        this.style = style;
    }

    final void addResiduals(int count, int inChannels, int outChannels) {
        for (int i = 0; i < count; i++) {
            int in = i == 0 ? inChannels : outChannels;
            residuals.add(
                    new Residual(
                            norm("resnet_conv_first." + i + ".0", in),
                            conv("resnet_conv_first." + i + ".2", in, outChannels, 3),
                            style.timeWidth() == 0
                                    ? null
                                    : add(
                                            "t_emb_layers." + i + ".1",
                                            new Linear(ops, style.timeWidth(), outChannels)),
                            norm("resnet_conv_second." + i + ".0", outChannels),
                            conv("resnet_conv_second." + i + ".2", outChannels, outChannels, 3),
                            conv("residual_input_conv." + i, in, outChannels, 1)));
        }
    }

    /** Attention layers; self-attention if wanted, cross-attention if the style has a context. */
    final void addAttentions(int count, int channels, boolean self) {
        for (int i = 0; i < count; i++) {
            if (self) {
                attentions.add(
                        new Attending(
                                norm("attention_norms." + i, channels),
                                add(
                                        "attentions." + i,
                                        new PackedAttention(ops, channels, style.heads()))));
            }
            if (style.contextWidth() > 0) {
                readings.add(
                        new Reading(
                                norm("cross_attention_norms." + i, channels),
                                add(
                                        "cross_attentions." + i,
                                        new PackedAttention(ops, channels, style.heads())),
                                add(
                                        "context_proj." + i,
                                        new Linear(ops, style.contextWidth(), channels))));
            }
        }
    }

    private GroupNorm norm(String name, int channels) {
        return add(name, new GroupNorm(ops, style.normGroups(), channels, EPS));
    }

    private Conv2d conv(String name, int in, int out, int kernel) {
        return add(name, new Conv2d(ops, in, out, kernel, 1, kernel / 2));
    }

    final NDArray residual(int i, NDArray x, @Nullable NDArray timeEmbedding) {
        Residual layer = residuals.get(i);
        return block(layer.parts(), in -> residual(layer, in[0], in[1]), x, timeEmbedding);
    }

    private NDArray residual(Residual layer, NDArray x, @Nullable NDArray timeEmbedding) {
        NDArray h = layer.conv1().forward(x, layer.norm1());
        Linear time = layer.time();
        if (time != null) {
            if (timeEmbedding == null) {
                throw new IllegalArgumentException(
                        "This block was built for a timestep embedding of width "
                                + style.timeWidth()
                                + ", but none was given");
            }
            NDArray shift = time.forward(ops.silu(timeEmbedding));
            h = h.add(ops.reshape(shift, shift.getShape().get(0), shift.getShape().get(1), 1, 1));
        }
        return layer.conv2().forward(h, layer.norm2()).add(layer.shortcut().forward(x));
    }

    /** Self-attention, then cross-attention, where the block has them. */
    final NDArray attend(int i, NDArray x, @Nullable NDArray context) {
        NDArray h = x;
        if (i < attentions.size()) {
            Attending layer = attentions.get(i);
            h = block(List.of(layer.norm(), layer.attention()), in -> attend(layer, in[0]), h);
        }
        if (i < readings.size()) {
            if (context == null) {
                throw new IllegalArgumentException(
                        "This block reads a text of width "
                                + style.contextWidth()
                                + ", but no context was given");
            }
            Reading layer = readings.get(i);
            h =
                    block(
                            List.of(layer.norm(), layer.attention(), layer.projection()),
                            in -> read(layer, in[0], in[1]),
                            h,
                            context);
        }
        return h;
    }

    private NDArray attend(Attending layer, NDArray x) {
        NDArray tokens = ops.toTokens(layer.norm().forward(x));
        return x.add(picture(layer.attention().forward(tokens), x));
    }

    private NDArray read(Reading layer, NDArray x, NDArray context) {
        NDArray tokens = ops.toTokens(layer.norm().forward(x));
        NDArray text = layer.projection().forward(context);
        return x.add(picture(layer.attention().forward(tokens, text), x));
    }

    private NDArray picture(NDArray tokens, NDArray like) {
        return ops.toPicture(tokens, like.getShape().get(2), like.getShape().get(3));
    }
}
