package ldmstudio.engine.checkpoint;

import java.util.Set;
import java.util.function.BiPredicate;
import ldmstudio.engine.nn.StateSource;

/** What a set of named tensors seems to be, told from a few names that only it has. */
public enum WeightKind {
    SDXL(
            "a Stable Diffusion XL checkpoint in CompVis' names",
            "Its two text encoders and its size conditions are not supported.",
            (n, s) -> n.starts("conditioner.embedders.")),
    OTHER_DIFFUSION(
            "a Stable Diffusion 3, Flux or similar transformer",
            "Networks of this kind are not supported.",
            (n, s) ->
                    n.inside("joint_blocks.0.")
                            || n.inside("double_blocks.0.")
                            || n.inside("double_stream_blocks.0.")),
    CONTROL_NET(
            "a ControlNet",
            "Control networks are not supported; give the model that it steers.",
            (n, s) -> n.starts("control_model.") || n.starts("controlnet_cond_embedding.")),
    LORA(
            "a LoRA, which only changes another model",
            "LoRA files are not supported; merge it into its model elsewhere.",
            (n, s) ->
                    n.inside(".lora_up.")
                            || n.inside(".lora_A.")
                            || n.inside(".lora_down.")
                            || n.inside(".lora.up.")),
    TEXTUAL_INVERSION(
            "a textual inversion (one learned word)",
            "Learned words are not supported.",
            (n, s) -> n.starts("string_to_param.") || n.has("emb_params")),
    STABLE_DIFFUSION_2(
            "a Stable Diffusion 2 checkpoint in CompVis' names",
            "ldm sample draws from it; ldm convert makes a diffusers folder of it.",
            (n, s) -> CompVisNames.hasUNet(n.names()) && ClipTextNames.open(n.names())),
    STABLE_DIFFUSION_1(
            "a Stable Diffusion 1 checkpoint in CompVis' names",
            "ldm sample draws from it; ldm convert makes a diffusers folder of it.",
            (n, s) -> CompVisNames.hasUNet(n.names()) && CompVisNames.hasText(n.names())),
    LATENT_DIFFUSION(
            "a latent diffusion model in CompVis' names, without a text encoder",
            "ldm sample draws from it where it is unconditional; ldm convert makes a diffusers"
                    + " folder of it.",
            (n, s) -> CompVisNames.hasUNet(n.names()) && CompVisNames.hasVae(n.names())),
    COMPVIS_UNET(
            "a UNet in CompVis' names",
            "ldm convert makes a diffusers folder of it.",
            (n, s) -> CompVisNames.hasUNet(n.names())),
    COMPVIS_AUTOENCODER(
            "an autoencoder in CompVis' names",
            "ldm convert makes a diffusers folder of it, which a stage-2 configuration can name as"
                    + " its autoencoder.",
            (n, s) -> CompVisNames.hasVae(n.names())),
    STUDIO_PIPELINE(
            "a whole pipeline in one file, in diffusers' names",
            "ldm sample draws from it; ldm convert makes a diffusers folder of it.",
            (n, s) -> n.starts("unet.conv_in.") || n.starts("transformer.") && n.starts("vae.")),
    TRAINING_STATE(
            "the training state of an LDM Studio run (weights, moments, averages)",
            "ldm resume reads it with its run; the checkpoint folder around it holds the model.",
            (n, s) -> n.inside(".optimizer.") && n.inside(".weights.")),
    UNET_CONDITION(
            "a UNet2DConditionModel of diffusers",
            "It belongs into the folder unet of a pipeline.",
            (n, s) ->
                    n.starts("down_blocks.0.")
                            && n.starts("time_embedding.")
                            && n.inside(".attn2.to_k.")),
    UNET(
            "a UNet2DModel of diffusers",
            "It belongs into the folder unet of a pipeline.",
            (n, s) -> n.starts("down_blocks.0.") && n.starts("time_embedding.")),
    VQ_MODEL(
            "a VQModel of diffusers (a quantizing autoencoder)",
            "In a folder with its config.json a stage-2 configuration can name it as its"
                    + " autoencoder.",
            (n, s) -> n.starts("encoder.down_blocks.0.") && n.has("quantize.embedding.weight")),
    AUTOENCODER_KL(
            "an AutoencoderKL of diffusers",
            "In a folder with its config.json a stage-2 configuration can name it as its"
                    + " autoencoder.",
            (n, s) -> n.starts("encoder.down_blocks.0.") && n.starts("decoder.up_blocks.0.")),
    CLIP(
            "a whole CLIP (text and vision)",
            "In its folder condition.text_encoder can name it.",
            (n, s) -> n.inside("text_model.encoder.") && n.inside("vision_model.encoder.")),
    CLIP_TEXT(
            "a CLIP text encoder",
            "In its folder condition.text_encoder can name it.",
            (n, s) ->
                    n.inside("embeddings.token_embedding.")
                            && n.inside("encoder.layers.0.self_attn.q_proj.")),
    CLIP_VISION(
            "a CLIP vision encoder",
            "In its folder it can judge pictures.",
            (n, s) -> n.inside("embeddings.patch_embedding.") && n.inside("encoder.layers.0.")),
    LPIPS(
            "a whole LPIPS with its VGG16",
            "training.lpips can name it.",
            (n, s) -> n.starts("net.slice1.") && n.starts("lin0.")),
    LPIPS_LIN(
            "LPIPS' linear layers, without the network below them",
            "It goes together with VGG16's weights.",
            (n, s) -> n.starts("lin0.model.") || n.starts("lins.0.model.")),
    VGG16(
            "VGG16 of torchvision",
            "LPIPS reads it as the network below its linear layers.",
            (n, s) ->
                    n.has("features.0.weight")
                            && n.has("features.28.weight")
                            && s.shape("features.0.weight").length == 4),
    TLD(
            "a transformer latent diffusion denoiser (TLD)",
            "init_from of a transformer's training can name it.",
            (n, s) -> n.inside("denoiser_trans_block.")),
    DIT(
            "a diffusion transformer (DiT)",
            "It belongs into the folder transformer of a pipeline.",
            (n, s) -> n.inside("adaLN_modulation.") || n.starts("pos_embed.proj.")),
    EAI_UNET(
            "a UNet of ExplainingAI's StableDiffusion-PyTorch",
            "It belongs into the folder unet of a pipeline, with its config.json.",
            (n, s) -> n.starts("downs.0.") && n.starts("ups.0.") && n.starts("t_proj.")),
    EAI_VQVAE(
            "a VQ-VAE of ExplainingAI's StableDiffusion-PyTorch",
            "In a folder with its config.json a stage-2 configuration can name it as its"
                    + " autoencoder.",
            (n, s) -> n.starts("encoder_layers.0.") && n.has("embedding.weight")),
    EAI_VAE(
            "a VAE of ExplainingAI's StableDiffusion-PyTorch",
            "In a folder with its config.json a stage-2 configuration can name it as its"
                    + " autoencoder.",
            (n, s) -> n.starts("encoder_layers.0.")),
    DISCRIMINATOR(
            "a PatchGAN discriminator",
            "Only the training of an autoencoder has a use for it.",
            (n, s) ->
                    (n.has("main.0.weight") && s.shape("main.0.weight").length == 4)
                            || (n.has("layers.0.0.weight")
                                    && s.shape("layers.0.0.weight").length == 4
                                    && s.shape("layers.0.0.weight")[2] == 4)),
    UNKNOWN("nothing that is known here", "", (n, s) -> true);

    /** The names of a source, asked by their beginnings and insides. */
    private record Names(Set<String> names) {
        boolean has(String name) {
            return names.contains(name);
        }

        boolean starts(String prefix) {
            return names.stream().anyMatch(name -> name.startsWith(prefix));
        }

        boolean inside(String part) {
            return names.stream().anyMatch(name -> name.contains(part));
        }
    }

    private final String words;
    private final String use;
    private final BiPredicate<Names, StateSource> signs;

    WeightKind(String words, String use, BiPredicate<Names, StateSource> signs) {
        this.words = words;
        this.use = use;
        this.signs = signs;
    }

    /** What it is, as a noun: "a UNet2DModel of diffusers". */
    public String words() {
        return words;
    }

    /** What can be done with it, as a sentence. */
    public String use() {
        return use;
    }

    /** The kind whose signs a source has. */
    public static WeightKind of(StateSource source) {
        Names names = new Names(source.names());
        for (WeightKind kind : values()) {
            if (kind.signs.test(names, source)) {
                return kind;
            }
        }
        return UNKNOWN;
    }
}
