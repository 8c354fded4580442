package ldmstudio.engine.train;

import java.util.List;
import java.util.Map;
import ldmstudio.engine.autoencoder.Autoencoder;
import ldmstudio.engine.autoencoder.Autoencoders;
import ldmstudio.engine.denoiser.DenoiserNetwork;
import ldmstudio.engine.denoiser.Denoisers;
import ldmstudio.engine.tensor.Ops;

/** Networks of two levels for tests of steps, initialized. */
final class SmallNetworks {
    private SmallNetworks() {}

    /** A UNet of four latent channels that is told tokens of 16 numbers. */
    static DenoiserNetwork unet(Ops ops, int side, List<Integer> channels, int groups, int heads) {
        DenoiserNetwork unet =
                Denoisers.fromConfig(
                        ops,
                        Map.ofEntries(
                                Map.entry("_class_name", "UNet2DConditionModel"),
                                Map.entry("sample_size", side),
                                Map.entry("in_channels", 4),
                                Map.entry("out_channels", 4),
                                Map.entry("layers_per_block", 1),
                                Map.entry("block_out_channels", channels),
                                Map.entry("cross_attention_dim", 16),
                                Map.entry("attention_head_dim", heads),
                                Map.entry("norm_num_groups", groups),
                                Map.entry("act_fn", "silu"),
                                Map.entry(
                                        "down_block_types",
                                        List.of("CrossAttnDownBlock2D", "DownBlock2D")),
                                Map.entry(
                                        "up_block_types",
                                        List.of("UpBlock2D", "CrossAttnUpBlock2D"))));
        unet.initialize(0);
        return unet;
    }

    /** AutoencoderKL of three colours and four latent channels. */
    static Autoencoder autoencoder(Ops ops, int side, List<Integer> channels, int groups) {
        Autoencoder vae =
                Autoencoders.fromConfig(
                        ops,
                        Map.ofEntries(
                                Map.entry("_class_name", "AutoencoderKL"),
                                Map.entry("in_channels", 3),
                                Map.entry("out_channels", 3),
                                Map.entry("latent_channels", 4),
                                Map.entry("sample_size", side),
                                Map.entry("block_out_channels", channels),
                                Map.entry("layers_per_block", 1),
                                Map.entry("norm_num_groups", groups),
                                Map.entry("act_fn", "silu"),
                                Map.entry(
                                        "down_block_types",
                                        List.of("DownEncoderBlock2D", "DownEncoderBlock2D")),
                                Map.entry(
                                        "up_block_types",
                                        List.of("UpDecoderBlock2D", "UpDecoderBlock2D"))));
        vae.initialize(0);
        return vae;
    }
}
