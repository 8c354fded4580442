package ldmstudio.engine.config;

import java.util.List;

/** The autoencoder's shape, with the keys of {@code ldm.yaml} and some of its own. */
public record AutoencoderConfig(
        @Field(
                        label = "Family",
                        oneOf = {"diffusers", "eai"},
                        help =
                                "diffusers: AutoencoderKL, or VQModel with quantize. eai: ExplainingAI's VAE, or its VQ-VAE with quantize.")
                String family,
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
                        help =
                                "Channels at each resolution; every further entry halves the size (eai: down_channels).",
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
                        label = "Attention heads",
                        help = "Heads of every attention layer; eai only (num_heads).",
                        min = 1,
                        max = 64,
                        advanced = true)
                int attentionHeads,
        @Field(
                        label = "Attention per level",
                        help =
                                "For each level whether it has self-attention; empty: none. eai only (attn_down).",
                        minItems = 0,
                        advanced = true)
                List<Boolean> attnDown,
        @Field(
                        label = "Halving per level",
                        help =
                                "For each level whether it halves the size; empty: all. eai only (down_sample).",
                        minItems = 0,
                        advanced = true)
                List<Boolean> downSample,
        @Field(
                        label = "Quantize",
                        help =
                                "VQ-VAE instead of VAE: every latent pixel becomes its nearest code.")
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
                double commitmentBeta,
        @Field(
                        label = "Legacy order",
                        help =
                                "Let commitment_beta weigh the codebook's loss instead, as taming-transformers and diffusers do (VQ-VAE).",
                        advanced = true)
                boolean legacyBeta,
        @Field(
                        label = "Codebook update",
                        oneOf = {"gradient", "ema"},
                        help =
                                "gradient: the optimizer moves the codes. ema: each code is a moving average of the latents that chose it (VQ-VAE).")
                String codebookUpdate,
        @Field(
                        label = "Codebook decay",
                        help = "How much of a code's average is kept at a step; ema only.",
                        min = 0,
                        max = 0.99999,
                        advanced = true)
                double codebookDecay,
        @Field(
                        label = "Revive after",
                        unit = "steps",
                        help =
                                "A code that nothing chose for so many steps becomes a latent of the batch; 0: never (VQ-VAE).",
                        min = 0,
                        max = 1_000_000)
                int codebookReviveAfter) {
    public AutoencoderConfig {
        FieldChecks.require(
                AutoencoderConfig.class,
                family,
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
                attentionHeads,
                attnDown,
                downSample,
                quantize,
                codebookSize,
                vqEmbedDim,
                commitmentBeta,
                legacyBeta,
                codebookUpdate,
                codebookDecay,
                codebookReviveAfter);
        vaeChannelsPerBlock = List.copyOf(vaeChannelsPerBlock);
        attnDown = List.copyOf(attnDown);
        downSample = List.copyOf(downSample);
    }

    /** Whether it is one of ExplainingAI's. */
    public boolean eai() {
        return family.equals("eai");
    }

    /** Whether the codes are a moving average, not learned by gradient. */
    public boolean averagedCodes() {
        return codebookUpdate.equals("ema");
    }

    /** How often the picture is halved. */
    public int halvings() {
        return eai() && !downSample.isEmpty()
                ? (int) downSample.stream().filter(halved -> halved).count()
                : vaeChannelsPerBlock.size() - 1;
    }

    public static AutoencoderConfig defaults() {
        return new AutoencoderConfig(
                "diffusers",
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
                4,
                List.of(),
                List.of(),
                false,
                16384,
                4,
                0.25,
                false,
                "gradient",
                0.99,
                0);
    }
}
