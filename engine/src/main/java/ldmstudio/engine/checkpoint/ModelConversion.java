package ldmstudio.engine.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import ldmstudio.engine.run.DurableFiles;
import ldmstudio.engine.run.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Writes a model in another form. Tensors go through one by one, so that a model larger than the
 * memory can be converted. The result appears whole under its name, or not at all.
 */
public final class ModelConversion {
    /** The form of the result. */
    public enum Form {
        /** A pipeline's folder, or a network's folder where the source is one network. */
        DIFFUSERS,
        /** One safetensors file in CompVis' names. */
        COMPVIS,
        /** One safetensors file in diffusers' names; other files keep their names. */
        SAFETENSORS,
        /** A checkpoint folder of LDM Studio. */
        STUDIO
    }

    /** Hears how far the writing is. */
    public interface Listener {
        /** Bytes of this step's file that are written. */
        void written(String file, long done, long total);

        /** Asked after each tensor. */
        default boolean cancelled() {
            return false;
        }
    }

    private final Path out;
    private final @Nullable TensorType type;
    private final Listener listener;

    private ModelConversion(Path out, @Nullable TensorType type, Listener listener) {
        this.out = out;
        this.type = type;
        this.listener = listener;
    }

    /**
     * Converts.
     *
     * @param in a pipeline's folder or file, a network's folder, or a file of weights
     * @param out what is written; must not be there, unless {@code replace}
     * @param type of all floating tensors; null: as they are
     * @param replace whether an earlier result is replaced; other folders never are
     * @throws CheckpointException when the source is damaged or has no such form
     * @throws CancellationException when the listener asked for it
     */
    public static void convert(
            Path in,
            Path out,
            Form form,
            @Nullable TensorType type,
            boolean replace,
            Listener listener)
            throws IOException {
        checkTarget(in, out, replace);
        Path name = out.toAbsolutePath().getFileName();
        if (name == null) {
            throw new CheckpointException(out + " is no name of a file or folder");
        }
        Path aside = out.toAbsolutePath().resolveSibling("." + name + ".tmp");
        DurableFiles.deleteTree(aside);
        try {
            new ModelConversion(aside, type, listener).write(in, form);
            DurableFiles.publish(aside, out.toAbsolutePath());
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(String.valueOf(e.getMessage()), e);
        } finally {
            DurableFiles.deleteTree(aside);
        }
    }

    private static void checkTarget(Path in, Path out, boolean replace) throws IOException {
        if (!Files.exists(out)) {
            Path parent = out.toAbsolutePath().getParent();
            if (parent == null || !Files.isDirectory(parent)) {
                throw new CheckpointException("There is no folder " + parent + " to write into");
            }
            return;
        }
        if (!replace) {
            throw new CheckpointException(
                    out + " is there already. Choose another name, or replace it with --force.");
        }
        if (Files.exists(in) && Files.isSameFile(in, out)) {
            throw new CheckpointException(in + " would replace itself; choose another name");
        }
        boolean result =
                Files.isRegularFile(out)
                        || PipelineFolder.is(out)
                        || ShardedWeights.find(out).isPresent();
        if (!result) {
            throw new CheckpointException(
                    out + " is a folder that holds no model, so it is not replaced");
        }
    }

    private void write(Path in, Form form) throws IOException {
        boolean folder = Files.isDirectory(in);
        if (folder ? PipelineFolder.is(in) : isPipeline(in)) {
            try (PipelineSource source = PipelineSource.open(in)) {
                pipeline(source, form);
            }
        } else if (folder) {
            try (WeightFile weights = ShardedWeights.open(in)) {
                Map<String, Object> config =
                        Files.isRegularFile(in.resolve(ModelFolder.CONFIG))
                                ? ModelFolder.config(in)
                                : Map.of();
                one(OldNames.current(weights), config, form);
            }
        } else {
            try (WeightFile weights = WeightFile.open(in)) {
                if (WeightKind.of(weights) == WeightKind.COMPVIS_AUTOENCODER
                        && form != Form.SAFETENSORS) {
                    TensorSource vae = CompVisNames.vae(weights);
                    one(vae, ShapeConfigs.vae(vae), form);
                } else {
                    one(weights, Map.of(), form);
                }
            }
        }
    }

    private static boolean isPipeline(Path file) throws IOException {
        try (WeightFile weights = WeightFile.open(file)) {
            return switch (WeightKind.of(weights)) {
                case STABLE_DIFFUSION_1,
                        STABLE_DIFFUSION_2,
                        LATENT_DIFFUSION,
                        COMPVIS_UNET,
                        STUDIO_PIPELINE ->
                        true;
                default -> false;
            };
        }
    }

    /** One network. */
    private void one(TensorSource weights, Map<String, Object> config, Form form)
            throws IOException {
        switch (form) {
            case SAFETENSORS -> file(weights, weights.metadata(), out);
            case COMPVIS -> {
                MappedTensors named = new MappedTensors(weights.description(), Map.of());
                switch (WeightKind.of(weights)) {
                    case UNET, UNET_CONDITION -> CompVisNames.addUNet(named, weights);
                    case AUTOENCODER_KL, VQ_MODEL -> CompVisNames.addVae(named, weights);
                    default -> throw formless(weights, "CompVis' names");
                }
                file(named, Map.of("format", "pt"), out);
            }
            case DIFFUSERS -> {
                if (config.isEmpty() || !usable(config)) {
                    throw formless(weights, "a folder of diffusers without its configuration");
                }
                network(out, config, weights, ModelFolder.WEIGHTS);
            }
            case STUDIO -> throw formless(weights, "a checkpoint of LDM Studio");
        }
    }

    private static boolean usable(Map<String, Object> config) {
        return !config.containsKey("block_out_channels") || config.containsKey(ShapeConfigs.GROUPS);
    }

    private static CheckpointException formless(TensorSource weights, String form) {
        WeightKind kind = WeightKind.of(weights);
        return new CheckpointException(
                weights.description()
                        + " cannot become "
                        + form
                        + ": it is "
                        + kind.words()
                        + ". "
                        + kind.use());
    }

    private void pipeline(PipelineSource source, Form form) throws IOException {
        switch (form) {
            case DIFFUSERS -> folder(source);
            case STUDIO -> {
                folder(source);
                StudioModel model = studio(source);
                Files.writeString(out.resolve(StudioModel.FILE), model.json());
                Manifest.write(out, model.step());
            }
            case SAFETENSORS -> single(source, false);
            case COMPVIS -> single(source, true);
        }
    }

    private void single(PipelineSource source, boolean compVis) throws IOException {
        MappedTensors all = new MappedTensors(source.path().toString(), Map.of());
        Map<String, Map<String, Object>> configs = new LinkedHashMap<>();
        Map<String, ModelPart> open = new LinkedHashMap<>();
        try {
            for (String role : source.networks()) {
                ModelPart part = source.network(role);
                open.put(role, part);
                configs.put(role, part.config());
            }
            boolean linear =
                    Boolean.TRUE.equals(
                            configs.getOrDefault(PipelineSource.UNET, Map.of())
                                    .get("use_linear_projection"));
            for (Map.Entry<String, ModelPart> part : open.entrySet()) {
                TensorSource weights = part.getValue().weights();
                String role = part.getKey();
                if (!compVis) {
                    all.putAll(
                            role + ".",
                            role.equals(PipelineSource.TEXT_ENCODER)
                                    ? ClipTextNames.current(weights)
                                    : weights);
                } else if (role.equals(PipelineSource.UNET)) {
                    CompVisNames.addUNet(all, weights);
                } else if (role.equals(PipelineSource.VAE)) {
                    CompVisNames.addVae(all, weights);
                } else if (role.equals(PipelineSource.TEXT_ENCODER)) {
                    ClipTextNames.addTo(all, ClipTextNames.current(weights), linear);
                } else {
                    throw formless(weights, "CompVis' names");
                }
            }
            configs.put(PipelineSource.SCHEDULER, source.scheduler());
            file(all, FileNotes.of(source, configs), out);
        } finally {
            for (ModelPart part : open.values()) {
                part.close();
            }
        }
    }

    private void folder(PipelineSource source) throws IOException {
        Files.createDirectories(out);
        Map<String, List<String>> components = new LinkedHashMap<>();
        boolean classes = false;
        for (String role : source.networks()) {
            try (ModelPart part = source.network(role)) {
                boolean text = role.equals(PipelineSource.TEXT_ENCODER);
                network(
                        out.resolve(role),
                        part.config(),
                        text ? ClipTextNames.current(part.weights()) : part.weights(),
                        text ? "model.safetensors" : ModelFolder.WEIGHTS);
                components.put(
                        role,
                        List.of(
                                text ? "transformers" : "diffusers",
                                Inspector.className(part.config())));
                classes |= part.config().get("num_class_embeds") != null;
            }
        }
        Path scheduler = Files.createDirectories(out.resolve(PipelineSource.SCHEDULER));
        Map<String, Object> schedule = source.scheduler();
        ModelFolder.writeJson(scheduler.resolve("scheduler_config.json"), schedule);
        components.put(
                PipelineSource.SCHEDULER,
                List.of("diffusers", String.valueOf(schedule.get("_class_name"))));
        Optional<Path> tokenizer = source.tokenizer();
        if (tokenizer.isPresent()) {
            Path to = Files.createDirectories(out.resolve(PipelineSource.TOKENIZER));
            for (String name : FileNotes.TOKENIZER_FILES) {
                if (Files.isRegularFile(tokenizer.get().resolve(name))) {
                    Files.copy(tokenizer.get().resolve(name), to.resolve(name));
                }
            }
            components.put(PipelineSource.TOKENIZER, List.of("transformers", "CLIPTokenizer"));
        }
        PipelineIndex.write(out, components, classes);
        Optional<StudioModel> studio = source.studio();
        if (studio.isPresent()) {
            Files.writeString(out.resolve(StudioModel.FILE), studio.get().json());
        }
    }

    private void network(Path folder, Map<String, Object> config, TensorSource weights, String file)
            throws IOException {
        Files.createDirectories(folder);
        ModelFolder.writeJson(folder.resolve(ModelFolder.CONFIG), config);
        file(weights, Map.of("format", "pt"), folder.resolve(file));
    }

    private void file(TensorSource weights, Map<String, String> metadata, Path file)
            throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter();
        metadata.forEach(writer::metadata);
        for (String name : weights.names()) {
            long[] shape = weights.shape(name);
            TensorType own = weights.type(name);
            if (type == null || type == own || !own.floating()) {
                writer.addBytes(name, own, shape, () -> weights.bytes(name));
            } else {
                writer.add(name, type, shape, () -> weights.floats(name));
            }
        }
        String shown = String.valueOf(file.equals(out) ? "weights" : out.relativize(file));
        long total = writer.bytes();
        writer.write(
                file,
                done -> {
                    listener.written(shown, done, total);
                    if (listener.cancelled()) {
                        throw new CancellationException("the conversion was cancelled");
                    }
                });
    }

    private static StudioModel studio(PipelineSource source) throws IOException {
        Optional<StudioModel> own = source.studio();
        if (own.isPresent()) {
            return own.get();
        }
        Map<String, Object> denoiser;
        try (ModelPart part = source.denoiser()) {
            denoiser = part.config();
        }
        int factor = 1;
        if (source.networks().contains(PipelineSource.VAE)) {
            try (ModelPart part = source.network(PipelineSource.VAE)) {
                factor =
                        part.config().get("block_out_channels") instanceof List<?> levels
                                ? 1 << Math.max(levels.size() - 1, 0)
                                : 1;
            }
        }
        return StudioModel.ofForeign(
                denoiser, factor, source.networks().contains(PipelineSource.TEXT_ENCODER));
    }
}
