package ldmstudio.engine.config;

import java.util.List;

/**
 * {@code type: eai_unet}: ExplainingAI's UNet, with the keys of its {@code ldm_params}. What it is
 * told comes from {@code condition}.
 */
@Word("eai_unet")
public record EaiUNetConfig(
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
                        help =
                                "Channels of the first convolution, then of each level on the way down.",
                        min = 1,
                        max = 8192)
                List<Integer> downChannels,
        @Field(
                        label = "Middle channels",
                        help =
                                "Channels of the middle, from the last level's to those of the level before.",
                        min = 1,
                        max = 8192)
                List<Integer> midChannels,
        @Field(label = "Halving", help = "Whether each level halves the size, one entry a level.")
                List<Boolean> downSample,
        @Field(
                        label = "Attention",
                        help =
                                "Self-attention of each level on the way down; the way up always has it.")
                List<Boolean> attnDown,
        @Field(
                        label = "Time width",
                        help = "Width of the timestep's embedding; even.",
                        min = 2,
                        max = 8192)
                int timeEmbDim,
        @Field(
                        label = "Norm groups",
                        help = "Groups of every GroupNorm; divides every channel count.",
                        min = 1,
                        max = 64)
                int normChannels,
        @Field(
                        label = "Heads",
                        help = "Attention heads; divides the channels of every level.",
                        min = 1,
                        max = 64)
                int numHeads,
        @Field(
                        label = "Output channels",
                        help = "Channels before the last convolution.",
                        min = 1,
                        max = 8192)
                int convOutChannels,
        @Field(
                        label = "Layers down",
                        help = "Residual layers of each level on the way down.",
                        min = 1,
                        max = 8)
                int numDownLayers,
        @Field(
                        label = "Layers in the middle",
                        help = "Attention layers of each block of the middle.",
                        min = 1,
                        max = 8)
                int numMidLayers,
        @Field(
                        label = "Layers up",
                        help = "Residual layers of each level on the way up.",
                        min = 1,
                        max = 8)
                int numUpLayers,
        @Field(
                        label = "Mask channels",
                        help = "Channels that a mask becomes before it is laid beside the sample.",
                        min = 1,
                        max = 512,
                        advanced = true)
                int imageConditionOutputChannels)
        implements DenoiserConfig {
    public EaiUNetConfig {
        FieldChecks.require(
                EaiUNetConfig.class,
                imgSize,
                inChannels,
                downChannels,
                midChannels,
                downSample,
                attnDown,
                timeEmbDim,
                normChannels,
                numHeads,
                convOutChannels,
                numDownLayers,
                numMidLayers,
                numUpLayers,
                imageConditionOutputChannels);
        downChannels = List.copyOf(downChannels);
        midChannels = List.copyOf(midChannels);
        downSample = List.copyOf(downSample);
        attnDown = List.copyOf(attnDown);
    }

    /** The shape of the reference's CelebA-HQ models. */
    public static EaiUNetConfig defaults() {
        return new EaiUNetConfig(
                0,
                0,
                List.of(256, 384, 512, 768),
                List.of(768, 512),
                List.of(true, true, true),
                List.of(true, true, true),
                512,
                32,
                16,
                128,
                2,
                2,
                2,
                3);
    }
}
