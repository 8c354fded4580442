package ldmstudio.engine.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.checkpoint.ModelFolder;

/**
 * The networks that are measured, as {@code config.json} files of diffusers: {@code vae.json},
 * {@code vae_sd.json} and {@code unet.json} of a folder, such as the one that the peer's script
 * lies in, or the same three built in.
 */
final class BenchModels {
    private static final List<String> FILES = List.of("vae.json", "vae_sd.json", "unet.json");

    private BenchModels() {}

    /**
     * The configuration of that file.
     *
     * @param folder empty path: the built-in ones
     */
    static Map<String, Object> read(Path folder, String file) throws IOException {
        if (!folder.toString().isEmpty()) {
            return ModelFolder.json(folder.resolve(file));
        }
        return builtIn(file);
    }

    /** Whether a folder has all of them. */
    static boolean complete(Path folder) {
        return FILES.stream().allMatch(file -> Files.isRegularFile(folder.resolve(file)));
    }

    private static Map<String, Object> builtIn(String file) {
        return switch (file) {
            case "vae.json" -> autoencoder(64, List.of(64, 128, 128));
            case "vae_sd.json" -> autoencoder(256, List.of(128, 256, 512, 512));
            case "unet.json" -> unet();
            default -> throw new IllegalArgumentException("There is no built-in model " + file);
        };
    }

    private static Map<String, Object> autoencoder(int size, List<Integer> channels) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("_class_name", "AutoencoderKL");
        config.put("in_channels", 3);
        config.put("out_channels", 3);
        config.put("latent_channels", 4);
        config.put("sample_size", size);
        config.put("block_out_channels", channels);
        config.put("layers_per_block", 2);
        config.put("norm_num_groups", 32);
        config.put("act_fn", "silu");
        config.put("down_block_types", channels.stream().map(c -> "DownEncoderBlock2D").toList());
        config.put("up_block_types", channels.stream().map(c -> "UpDecoderBlock2D").toList());
        return config;
    }

    private static Map<String, Object> unet() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("_class_name", "UNet2DConditionModel");
        config.put("sample_size", 16);
        config.put("in_channels", 4);
        config.put("out_channels", 4);
        config.put("layers_per_block", 2);
        config.put("block_out_channels", List.of(128, 256));
        config.put("cross_attention_dim", 256);
        config.put("attention_head_dim", 4);
        config.put("norm_num_groups", 32);
        config.put("act_fn", "silu");
        config.put("down_block_types", List.of("CrossAttnDownBlock2D", "DownBlock2D"));
        config.put("up_block_types", List.of("UpBlock2D", "CrossAttnUpBlock2D"));
        return config;
    }

    /** The transformer of full size: 12 layers of 768, 101 million parameters. */
    static Map<String, Object> transformer() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("_class_name", "TransformerDenoiser");
        config.put("image_size", 32);
        config.put("noise_embed_dims", 256);
        config.put("patch_size", 2);
        config.put("embed_dim", 768);
        config.put("dropout", 0.0);
        config.put("n_layers", 12);
        config.put("text_emb_size", 768);
        config.put("n_channels", 4);
        config.put("mlp_multiplier", 4);
        return config;
    }
}
