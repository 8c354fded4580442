package ldmstudio.engine.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The parts of a file in the names of CompVis' latent-diffusion and Stable Diffusion ({@code
 * model.diffusion_model.*}, {@code first_stage_model.*}, {@code cond_stage_model.*}) seen in the
 * names of diffusers and Hugging Face, and the way back.
 *
 * <p>General in levels, layers and widths. Matrices that one side keeps as 1×1 convolutions change
 * their shape; OpenCLIP's and CompVis' joint query-key-value tensors are taken apart and put
 * together. A tensor under a part's prefix that the part has no place for keeps its name, so that
 * loading names it.
 */
public final class CompVisNames {
    public static final String UNET = "model.diffusion_model.";
    public static final String VAE = "first_stage_model.";
    public static final String TEXT = "cond_stage_model.";

    /** Channels of a head of a UNet without context, where the file cannot say it. */
    static final int HEAD_CHANNELS = 32;

    private CompVisNames() {}

    /** Whether a source holds a UNet in CompVis' names, with or without the prefix. */
    public static boolean hasUNet(Set<String> names) {
        return names.contains(UNET + "input_blocks.0.0.weight")
                || names.contains("input_blocks.0.0.weight");
    }

    /** Whether a source holds an autoencoder in CompVis' names, with or without the prefix. */
    public static boolean hasVae(Set<String> names) {
        String first = "encoder.down.0.block.0.norm1.weight";
        return names.contains(VAE + first) || names.contains(first);
    }

    /** Whether a source holds a CLIP text model under CompVis' prefix. */
    public static boolean hasText(Set<String> names) {
        return ClipTextNames.inCompVis(names);
    }

    /** The UNet in diffusers' names. */
    public static TensorSource unet(TensorSource file) {
        return unet(file, HEAD_CHANNELS);
    }

    /**
     * The UNet in diffusers' names.
     *
     * @param headChannels channels of a head, which a UNet without context joins its queries, keys
     *     and values by
     */
    public static TensorSource unet(TensorSource file, int headChannels) {
        TensorSource inner = part(file, UNET, "input_blocks.0.0.weight");
        CompVisUNetNames names = CompVisUNetNames.ofCompVis(inner.names());
        MappedTensors mapped = new MappedTensors(file.description(), file.metadata());
        for (String name : inner.names()) {
            String known = names.diffusers(name).orElse(name);
            boolean plainAttention =
                    known.contains("attentions.")
                            && inner.names().contains(beside(name, "qkv.weight"));
            if (!plainAttention) {
                mapped.put(known, inner, name);
            } else if (name.contains(".qkv.")) {
                split(mapped, inner, name, known, headChannels);
            } else {
                String renamed =
                        known.replace(".norm.", ".group_norm.").replace(".proj_out.", ".to_out.0.");
                mapped.put(renamed, inner, name, matrix(inner.shape(name)));
            }
        }
        return mapped;
    }

    /** {@code a.1.norm.weight} → {@code a.1.qkv.weight}. */
    private static String beside(String name, String last) {
        int tail = name.lastIndexOf('.', name.lastIndexOf('.') - 1);
        return tail < 0 ? last : name.substring(0, tail + 1) + last;
    }

    /** {@code [C, D, 1]} or {@code [C, D, 1, 1]} → {@code [C, D]}; others stay. */
    private static long[] matrix(long[] shape) {
        boolean pointwise = shape.length > 2;
        for (int i = 2; i < shape.length; i++) {
            pointwise &= shape[i] == 1;
        }
        return pointwise ? new long[] {shape[0], shape[1]} : shape;
    }

    /** Rows are ordered by head, then query, key and value. */
    private static void split(
            MappedTensors mapped, TensorSource inner, String name, String known, int headChannels) {
        long[] shape = matrix(inner.shape(name));
        long channels = shape[0] / 3;
        long width = channels % headChannels == 0 ? headChannels : channels;
        String[] to = {"to_q", "to_k", "to_v"};
        for (int i = 0; i < to.length; i++) {
            List<MappedTensors.Rows> rows = new ArrayList<>();
            for (long head = 0; head < channels / width; head++) {
                rows.add(new MappedTensors.Rows(inner, name, (3 * head + i) * width, width));
            }
            long[] part = shape.clone();
            part[0] = channels;
            mapped.put(known.replace(".qkv.", "." + to[i] + "."), rows, part);
        }
    }

    /** The autoencoder in diffusers' names, without the losses of its training. */
    public static TensorSource vae(TensorSource file) {
        TensorSource inner = part(file, VAE, "encoder.down.0.block.0.norm1.weight");
        CompVisVaeNames names = CompVisVaeNames.ofCompVis(inner.names());
        MappedTensors mapped = new MappedTensors(file.description(), file.metadata());
        boolean alone = inner == file;
        for (String name : inner.names()) {
            Optional<String> known = names.diffusers(name);
            if (known.isPresent()) {
                boolean matrix = CompVisVaeNames.projection(known.get());
                long[] shape = inner.shape(name);
                mapped.put(known.get(), inner, name, matrix ? matrix(shape) : shape);
            } else if (!alone && !name.startsWith("loss.") && !name.startsWith("model_ema.")) {
                mapped.put(name, inner, name);
            }
        }
        return mapped;
    }

    /** The CLIP text model in Hugging Face's names. */
    public static TensorSource text(TensorSource file) {
        return ClipTextNames.fromCompVis(file);
    }

    /** Adds a UNet that has diffusers' names. */
    public static void addUNet(MappedTensors target, TensorSource unet) {
        addUNet(target, UNET, unet);
    }

    static void addUNet(MappedTensors target, String prefix, TensorSource unet) {
        CompVisUNetNames names = CompVisUNetNames.ofDiffusers(unet.names());
        List<String> homeless = new ArrayList<>();
        for (String name : unet.names()) {
            Optional<String> there = names.compVis(name);
            if (there.isEmpty() || name.contains(".group_norm.")) {
                homeless.add(name);
            } else {
                target.put(prefix + there.get(), unet, name);
            }
        }
        refuse(unet, "UNet", homeless);
    }

    /** Adds an autoencoder that has diffusers' names. */
    public static void addVae(MappedTensors target, TensorSource vae) {
        CompVisVaeNames names = CompVisVaeNames.ofDiffusers(vae.names());
        List<String> homeless = new ArrayList<>();
        for (String name : vae.names()) {
            Optional<String> there = names.compVis(name);
            if (there.isEmpty()) {
                homeless.add(name);
                continue;
            }
            long[] shape = vae.shape(name);
            boolean matrix = CompVisVaeNames.projection(name) && shape.length == 2;
            target.put(
                    VAE + there.get(),
                    vae,
                    name,
                    matrix ? new long[] {shape[0], shape[1], 1, 1} : shape);
        }
        refuse(vae, "autoencoder", homeless);
    }

    private static void refuse(TensorSource part, String what, List<String> homeless) {
        if (!homeless.isEmpty()) {
            throw new IllegalArgumentException(
                    part.description()
                            + " cannot be written in CompVis' names: CompVis' "
                            + what
                            + " has no place for "
                            + homeless.size()
                            + " of its tensors, such as "
                            + new TreeSet<>(homeless).first()
                            + ". Write it in diffusers' names.");
        }
    }

    /** What follows a prefix, or the source itself when its names have none. */
    private static TensorSource part(TensorSource file, String prefix, String witness) {
        if (file.names().contains(witness)) {
            return file;
        }
        MappedTensors inner = new MappedTensors(file.description(), file.metadata());
        for (String name : file.names()) {
            if (name.startsWith(prefix)) {
                inner.put(name.substring(prefix.length()), file, name);
            }
        }
        return inner;
    }
}
