package ldmstudio.engine.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The configurations of networks whose file has none, deduced from names and shapes in the form of
 * diffusers and Hugging Face. What shapes cannot say follows Stable Diffusion: groups of 32, eight
 * heads (version 1) or heads of 64 channels (version 2, whose projections are linear).
 */
final class ShapeConfigs {
    static final String GROUPS = "norm_num_groups";

    private static final int USUAL_GROUPS = 32;

    private final TensorSource source;

    private ShapeConfigs(TensorSource source) {
        this.source = source;
    }

    /** A UNet2DConditionModel, or a UNet2DModel where there is no cross-attention. */
    static Map<String, Object> unet(TensorSource source) {
        return new ShapeConfigs(source).unet();
    }

    /** An AutoencoderKL, or a VQModel where there is a codebook. */
    static Map<String, Object> vae(TensorSource source) {
        return new ShapeConfigs(source).vae();
    }

    /** A CLIPTextModel. */
    static Map<String, Object> text(TensorSource source, boolean open) {
        return new ShapeConfigs(source).text(open);
    }

    private Map<String, Object> unet() {
        List<Integer> channels = new ArrayList<>();
        List<Integer> layers = new ArrayList<>();
        List<Boolean> attention = new ArrayList<>();
        List<Boolean> upAttention = new ArrayList<>();
        List<Integer> transformers = new ArrayList<>();
        int levels = count("down_blocks\\.(\\d+)\\..*");
        for (int level = 0; level < levels; level++) {
            String down = "down_blocks." + level + ".";
            channels.add(length(down + "resnets.0.conv1.weight", 0));
            layers.add(count(Pattern.quote(down) + "resnets\\.(\\d+)\\..*"));
            attention.add(any(down + "attentions."));
            upAttention.add(any("up_blocks." + level + ".attentions."));
            transformers.add(
                    Math.max(
                            1,
                            count(
                                    Pattern.quote(down)
                                            + "attentions\\.0\\.transformer_blocks\\.(\\d+)\\..*")));
        }
        String cross = first(".attn2.to_k.weight");
        boolean conditional = !cross.isEmpty();
        String plain = conditional ? "" : "Attn";
        String kind = conditional ? "CrossAttn" : plain;
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("_class_name", conditional ? "UNet2DConditionModel" : "UNet2DModel");
        map.put("in_channels", length("conv_in.weight", 1));
        map.put("out_channels", length("conv_out.weight", 0));
        map.put("block_out_channels", channels);
        map.put("layers_per_block", same(layers));
        map.put("down_block_types", types(attention, kind + "DownBlock2D", "DownBlock2D"));
        map.put("up_block_types", types(upAttention, kind + "UpBlock2D", "UpBlock2D"));
        putGroups(map, channels);
        map.put("sample_size", 64);
        if (conditional) {
            boolean linear = source.shape(first(".proj_in.weight")).length == 2;
            map.put("cross_attention_dim", length(cross, 1));
            map.put("use_linear_projection", linear);
            map.put("transformer_layers_per_block", same(transformers));
            map.put(
                    "attention_head_dim",
                    linear ? channels.stream().map(c -> Math.max(c / 64, 1)).toList() : (Object) 8);
        } else {
            map.put("attention_head_dim", CompVisNames.HEAD_CHANNELS);
        }
        if (source.names().contains("class_embedding.linear_1.weight")) {
            map.put("class_embed_type", "projection");
            map.put(
                    "projection_class_embeddings_input_dim",
                    length("class_embedding.linear_1.weight", 1));
        } else if (source.names().contains("class_embedding.weight")) {
            map.put("num_class_embeds", length("class_embedding.weight", 0));
        }
        return map;
    }

    private Map<String, Object> vae() {
        List<Integer> channels = new ArrayList<>();
        List<Boolean> attention = new ArrayList<>();
        List<Boolean> upAttention = new ArrayList<>();
        int levels = count("encoder\\.down_blocks\\.(\\d+)\\..*");
        for (int level = 0; level < levels; level++) {
            String down = "encoder.down_blocks." + level + ".";
            channels.add(length(down + "resnets.0.conv1.weight", 0));
            attention.add(any(down + "attentions."));
            upAttention.add(any("decoder.up_blocks." + level + ".attentions."));
        }
        boolean quantized = source.names().contains("quantize.embedding.weight");
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("_class_name", quantized ? "VQModel" : "AutoencoderKL");
        map.put("in_channels", length("encoder.conv_in.weight", 1));
        map.put("out_channels", length("decoder.conv_out.weight", 0));
        map.put("block_out_channels", channels);
        map.put("layers_per_block", count("encoder\\.down_blocks\\.0\\.resnets\\.(\\d+)\\..*"));
        map.put("latent_channels", length("decoder.conv_in.weight", 1));
        map.put(
                "down_block_types",
                types(attention, "AttnDownEncoderBlock2D", "DownEncoderBlock2D"));
        map.put("up_block_types", types(upAttention, "AttnUpDecoderBlock2D", "UpDecoderBlock2D"));
        putGroups(map, channels);
        map.put("mid_block_add_attention", any("encoder.mid_block.attentions."));
        map.put("sample_size", 64 << (levels - 1));
        if (quantized) {
            map.put("num_vq_embeddings", length("quantize.embedding.weight", 0));
            map.put("vq_embed_dim", length("quantize.embedding.weight", 1));
            map.put("scaling_factor", 1.0);
        } else {
            map.put("use_quant_conv", any("quant_conv."));
            map.put("use_post_quant_conv", any("post_quant_conv."));
            map.put("scaling_factor", 0.18215);
        }
        return map;
    }

    private Map<String, Object> text(boolean open) {
        String before = "text_model.";
        String tokens = before + "embeddings.token_embedding.weight";
        int vocabulary = length(tokens, 0);
        int width = length(tokens, 1);
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("_class_name", "CLIPTextModel");
        map.put("model_type", "clip_text_model");
        map.put("architectures", List.of("CLIPTextModel"));
        map.put("vocab_size", vocabulary);
        map.put("hidden_size", width);
        map.put("intermediate_size", length(before + "encoder.layers.0.mlp.fc1.weight", 0));
        map.put("num_hidden_layers", count("text_model\\.encoder\\.layers\\.(\\d+)\\..*"));
        map.put("num_attention_heads", Math.max(width / 64, 1));
        map.put(
                "max_position_embeddings",
                length(before + "embeddings.position_embedding.weight", 0));
        map.put("hidden_act", open ? "gelu" : "quick_gelu");
        map.put("layer_norm_eps", 1e-5);
        map.put("projection_dim", width);
        map.put("bos_token_id", vocabulary - 2);
        map.put("eos_token_id", vocabulary - 1);
        map.put("pad_token_id", open ? 0 : vocabulary - 1);
        return map;
    }

    /** Left out where 32 groups do not fit: then the number cannot be known. */
    private static void putGroups(Map<String, Object> map, List<Integer> channels) {
        if (channels.stream().allMatch(c -> c % USUAL_GROUPS == 0)) {
            map.put(GROUPS, USUAL_GROUPS);
        }
    }

    private static Object same(List<Integer> values) {
        return values.stream().distinct().count() == 1 ? values.get(0) : values;
    }

    private static List<String> types(List<Boolean> attention, String with, String without) {
        return attention.stream().map(a -> a ? with : without).toList();
    }

    private boolean any(String prefix) {
        return source.names().stream().anyMatch(name -> name.startsWith(prefix));
    }

    private String first(String end) {
        return source.names().stream().filter(name -> name.endsWith(end)).findFirst().orElse("");
    }

    /** One more than the largest number that a pattern finds in the names. */
    private int count(String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        Set<Integer> numbers = new java.util.HashSet<>();
        for (String name : source.names()) {
            Matcher matcher = compiled.matcher(name);
            if (matcher.matches() && matcher.group(1).length() < 5) {
                numbers.add(Integer.parseInt(matcher.group(1)));
            }
        }
        return numbers.stream().mapToInt(n -> n + 1).max().orElse(0);
    }

    /** The length of an axis of a tensor that every such network has. */
    private int length(String name, int axis) {
        if (!source.names().contains(name) || source.shape(name).length <= axis) {
            throw new IllegalArgumentException(
                    source.description() + " lacks " + name + ", so its network cannot be known");
        }
        return Math.toIntExact(source.shape(name)[axis]);
    }
}
