package ldmstudio.engine.config;

import java.util.List;

/**
 * {@code type: unet}: the convolutional denoiser (diffusers' UNet2DModel; with a text as its
 * condition UNet2DConditionModel).
 */
@Word("unet")
public record UNetConfig(
        @Field(
                        label = "Picture size",
                        unit = "px",
                        help = "Only without an autoencoder; 0: the autoencoder's.",
                        min = 0,
                        max = 4096)
                int imgSize,
        @Field(
                        label = "Input channels",
                        help = "Only without an autoencoder; 0: the autoencoder's.",
                        min = 0,
                        max = 64)
                int inChannels,
        @Field(
                        label = "Channels",
                        help = "Channels at each resolution; every further entry halves the size.",
                        min = 1,
                        max = 8192)
                List<Integer> unetChannelsPerBlock,
        @Field(label = "Attention", help = "Self-attention at each resolution, one entry a level.")
                List<Boolean> unetAttention,
        @Field(
                        label = "Residual layers",
                        help = "ResNet blocks at each resolution.",
                        min = 1,
                        max = 8)
                int unetResidualLayersPerBlock,
        @Field(label = "Head width", help = "Channels of one attention head.", min = 1, max = 512)
                int attentionHeadDim,
        @Field(
                        label = "Norm groups",
                        help = "Groups of every GroupNorm; divides every channel count.",
                        min = 1,
                        max = 64)
                int normNumGroups,
        @Field(
                        label = "Dropout",
                        help = "Dropout inside the ResNet blocks.",
                        min = 0,
                        max = 0.9,
                        advanced = true)
                double dropout)
        implements DenoiserConfig {
    public UNetConfig {
        FieldChecks.require(
                UNetConfig.class,
                imgSize,
                inChannels,
                unetChannelsPerBlock,
                unetAttention,
                unetResidualLayersPerBlock,
                attentionHeadDim,
                normNumGroups,
                dropout);
        unetChannelsPerBlock = List.copyOf(unetChannelsPerBlock);
        unetAttention = List.copyOf(unetAttention);
    }

    public static UNetConfig defaults() {
        return new UNetConfig(
                0, 0, List.of(128, 256, 512), List.of(false, true, true), 2, 32, 32, 0);
    }
}
