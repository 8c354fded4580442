package ldmstudio.engine.config;

import java.util.List;

/** The autoencoder's shape, with the keys of {@code ldm.yaml}. */
public record AutoencoderConfig(
        @Field(
                        label = "Picture size",
                        unit = "px",
                        help = "Width and height of the pictures.",
                        min = 8,
                        max = 4096)
                int imgSize,
        @Field(label = "Input channels", help = "3 for colour, 1 for grey.", min = 1, max = 4)
                int inChannels,
        @Field(
                        label = "Output channels",
                        help = "The same as the input channels.",
                        min = 1,
                        max = 4)
                int outChannels,
        @Field(
                        label = "Latent channels",
                        help = "Channels of the latent picture.",
                        min = 1,
                        max = 64)
                int latentChannels,
        @Field(
                        label = "Residual layers",
                        help = "ResNet blocks at each resolution.",
                        min = 1,
                        max = 8)
                int residualLayersPerBlock,
        @Field(
                        label = "Attention layers",
                        help = "Self-attention layers in the middle; 0: none.",
                        min = 0,
                        max = 4)
                int attentionLayers,
        @Field(
                        label = "Attention residual",
                        help = "Add the attention's input to its output.",
                        advanced = true)
                boolean attentionResidualConnections,
        @Field(
                        label = "Project latent",
                        help = "1x1 convolution after the encoder.",
                        advanced = true)
                boolean postEncoderLatentProj,
        @Field(
                        label = "Project before decoder",
                        help = "1x1 convolution before the decoder.",
                        advanced = true)
                boolean preDecoderLatentProj,
        @Field(
                        label = "Channels",
                        help = "Channels at each resolution; every further entry halves the size.",
                        min = 1,
                        max = 8192)
                List<Integer> vaeChannelsPerBlock,
        @Field(
                        label = "Scale per level",
                        help = "Factor between resolutions.",
                        min = 2,
                        max = 2,
                        advanced = true)
                int vaeUpDownFactor,
        @Field(
                        label = "Scaling kernel",
                        help = "Kernel of the scaling convolutions.",
                        min = 3,
                        max = 3,
                        advanced = true)
                int vaeUpDownKernelSize,
        @Field(
                        label = "Norm groups",
                        help = "Groups of every GroupNorm; divides every channel count.",
                        min = 1,
                        max = 64)
                int normNumGroups,
        @Field(
                        label = "Quantize",
                        help = "VQ-VAE instead of VAE; this version trains with false only.")
                boolean quantize,
        @Field(
                        label = "Codebook size",
                        help = "Entries of the codebook (VQ-VAE).",
                        min = 2,
                        max = 1_000_000)
                int codebookSize,
        @Field(
                        label = "Codebook width",
                        help = "Width of a codebook entry (VQ-VAE).",
                        min = 1,
                        max = 64)
                int vqEmbedDim,
        @Field(
                        label = "Commitment",
                        help = "Weight of the commitment loss (VQ-VAE).",
                        min = 0,
                        max = 10)
                double commitmentBeta) {
    public AutoencoderConfig {
        FieldChecks.require(
                AutoencoderConfig.class,
                imgSize,
                inChannels,
                outChannels,
                latentChannels,
                residualLayersPerBlock,
                attentionLayers,
                attentionResidualConnections,
                postEncoderLatentProj,
                preDecoderLatentProj,
                vaeChannelsPerBlock,
                vaeUpDownFactor,
                vaeUpDownKernelSize,
                normNumGroups,
                quantize,
                codebookSize,
                vqEmbedDim,
                commitmentBeta);
        vaeChannelsPerBlock = List.copyOf(vaeChannelsPerBlock);
    }

    public static AutoencoderConfig defaults() {
        return new AutoencoderConfig(
                256,
                3,
                3,
                4,
                2,
                1,
                true,
                true,
                true,
                List.of(128, 256, 512, 512),
                2,
                3,
                32,
                false,
                16384,
                4,
                0.25);
    }
}
