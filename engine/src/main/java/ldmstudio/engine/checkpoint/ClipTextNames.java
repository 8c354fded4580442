package ldmstudio.engine.checkpoint;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of CLIP's text model: Hugging Face's ({@code text_model.*}), the same in a CompVis file
 * ({@code cond_stage_model.transformer.*}, Stable Diffusion 1), and OpenCLIP's in one ({@code
 * cond_stage_model.model.*}, Stable Diffusion 2).
 *
 * <p>Stable Diffusion 2 reads the state before OpenCLIP's last layer, so that layer is left out
 * where the whole of OpenCLIP is there, which its projection shows.
 */
final class ClipTextNames {
    static final String HUGGING_FACE = "cond_stage_model.transformer.";
    static final String OPEN_CLIP = "cond_stage_model.model.";

    private static final Pattern BLOCK =
            Pattern.compile("transformer\\.resblocks\\.(\\d{1,3})\\.(.+)");
    private static final Pattern LAYER =
            Pattern.compile("text_model\\.encoder\\.layers\\.(\\d{1,3})\\.(.+)");
    private static final List<String> QKV = List.of("q_proj", "k_proj", "v_proj");

    private static final NameRules INSIDE =
            new NameRules()
                    .pair("ln_1", "layer_norm1")
                    .pair("ln_2", "layer_norm2")
                    .pair("mlp.c_fc", "mlp.fc1")
                    .pair("mlp.c_proj", "mlp.fc2")
                    .pair("attn.out_proj", "self_attn.out_proj");

    private static final NameRules OUTSIDE =
            new NameRules()
                    .pair("token_embedding", "text_model.embeddings.token_embedding")
                    .pair("positional_embedding", "text_model.embeddings.position_embedding.weight")
                    .pair("ln_final", "text_model.final_layer_norm");

    private ClipTextNames() {}

    static boolean inCompVis(Set<String> names) {
        return names.stream()
                .anyMatch(
                        name ->
                                name.startsWith(HUGGING_FACE)
                                                && name.endsWith("token_embedding.weight")
                                        || name.equals(OPEN_CLIP + "token_embedding.weight"));
    }

    /** Whether a CompVis file's text model is OpenCLIP's. */
    static boolean open(Set<String> names) {
        return names.contains(OPEN_CLIP + "token_embedding.weight");
    }

    /**
     * A text encoder's own file in the names that most programs read: those of transformers 5 lack
     * the prefix, older files hold position numbers that are no weights.
     */
    static TensorSource current(TensorSource text) {
        MappedTensors mapped = new MappedTensors(text.description(), text.metadata());
        for (String name : text.names()) {
            if (!name.endsWith("position_ids")) {
                mapped.put(prefixed(name), text, name);
            }
        }
        return mapped;
    }

    private static String prefixed(String name) {
        boolean bare = name.matches("(embeddings|encoder|final_layer_norm)\\..+");
        return bare ? "text_model." + name : name;
    }

    static TensorSource fromCompVis(TensorSource file) {
        MappedTensors mapped = new MappedTensors(file.description(), file.metadata());
        if (open(file.names())) {
            fromOpenClip(mapped, file);
            return mapped;
        }
        for (String name : file.names()) {
            if (name.startsWith(HUGGING_FACE) && !name.endsWith(".position_ids")) {
                String known = name.substring(HUGGING_FACE.length());
                mapped.put(prefixed(known), file, name);
            }
        }
        return mapped;
    }

    private static void fromOpenClip(MappedTensors mapped, TensorSource file) {
        boolean whole = file.names().contains(OPEN_CLIP + "text_projection");
        int layers = 0;
        for (String name : file.names()) {
            Matcher block = BLOCK.matcher(inner(name));
            layers =
                    block.matches()
                            ? Math.max(layers, Integer.parseInt(block.group(1)) + 1)
                            : layers;
        }
        int taken = whole ? layers - 1 : layers;
        for (String name : file.names()) {
            if (!name.startsWith(OPEN_CLIP)) {
                continue;
            }
            Matcher block = BLOCK.matcher(inner(name));
            if (!block.matches()) {
                OUTSIDE.right(inner(name)).ifPresent(known -> mapped.put(known, file, name));
            } else if (Integer.parseInt(block.group(1)) < taken) {
                String before = "text_model.encoder.layers." + block.group(1) + ".";
                String rest = block.group(2);
                if (rest.startsWith("attn.in_proj_")) {
                    apart(mapped, file, name, before, rest.substring("attn.in_proj_".length()));
                } else {
                    mapped.put(before + INSIDE.right(rest).orElse(rest), file, name);
                }
            }
        }
    }

    private static String inner(String name) {
        return name.startsWith(OPEN_CLIP) ? name.substring(OPEN_CLIP.length()) : "";
    }

    private static void apart(
            MappedTensors mapped, TensorSource file, String name, String before, String last) {
        long[] shape = file.shape(name);
        long[] part = shape.clone();
        part[0] = shape[0] / 3;
        for (int i = 0; i < QKV.size(); i++) {
            mapped.put(
                    before + "self_attn." + QKV.get(i) + "." + last,
                    List.of(new MappedTensors.Rows(file, name, i * part[0], part[0])),
                    part);
        }
    }

    /**
     * Adds a text model that has Hugging Face's names.
     *
     * @param open in OpenCLIP's names, as Stable Diffusion 2 has them
     */
    static void addTo(MappedTensors target, TensorSource text, boolean open) {
        for (String name : new TreeSet<>(text.names())) {
            if (!open) {
                target.put(HUGGING_FACE + name, text, name);
                continue;
            }
            Matcher layer = LAYER.matcher(name);
            if (!layer.matches()) {
                OUTSIDE.left(name).ifPresent(there -> target.put(OPEN_CLIP + there, text, name));
                continue;
            }
            String before = OPEN_CLIP + "transformer.resblocks." + layer.group(1) + ".";
            String rest = layer.group(2);
            if (rest.startsWith("self_attn.q_proj.")) {
                together(target, text, name, before, rest.substring("self_attn.q_proj.".length()));
            } else if (!rest.startsWith("self_attn.k_proj.")
                    && !rest.startsWith("self_attn.v_proj.")) {
                target.put(before + INSIDE.left(rest).orElse(rest), text, name);
            }
        }
    }

    private static void together(
            MappedTensors target, TensorSource text, String query, String before, String last) {
        long[] part = text.shape(query);
        List<MappedTensors.Rows> rows =
                QKV.stream()
                        .map(qkv -> query.replace("q_proj", qkv))
                        .map(name -> new MappedTensors.Rows(text, name, 0, part[0]))
                        .toList();
        long[] shape = part.clone();
        shape[0] = 3 * part[0];
        target.put(before + "attn.in_proj_" + last, rows, shape);
    }
}
