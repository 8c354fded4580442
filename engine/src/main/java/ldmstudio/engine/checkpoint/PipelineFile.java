package ldmstudio.engine.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline in one file: Stable Diffusion's {@code .ckpt} and {@code .safetensors} in CompVis'
 * names, or {@code unet.*}, {@code vae.*}, {@code text_encoder.*} in diffusers' names.
 *
 * <p>What the tensors do not say is taken, in this order, from the file's metadata, from a
 * pipeline's folder of the same shape beside it, and from Stable Diffusion's own figures. Where
 * even those cannot be (groups of 32 that do not fit), the file is refused instead of guessed at.
 */
public final class PipelineFile implements PipelineSource {
    private final Path path;
    private final WeightFile file;
    private final Map<String, TensorSource> networks;
    private final Map<String, Map<String, Object>> deduced;
    private final FileNotes notes;
    private final @Nullable PipelineFolder neighbour;
    private @Nullable Path unpacked;

    private PipelineFile(
            Path path,
            WeightFile file,
            Map<String, TensorSource> networks,
            Map<String, Map<String, Object>> deduced,
            @Nullable PipelineFolder neighbour) {
        this.path = path;
        this.file = file;
        this.networks = networks;
        this.deduced = deduced;
        this.notes = new FileNotes(path.toString(), file.metadata());
        this.neighbour = neighbour;
    }

    /**
     * Opens a file.
     *
     * @throws CheckpointException when it is damaged or holds no pipeline
     */
    public static PipelineFile open(Path path) throws IOException {
        return open(path, null);
    }

    /**
     * Opens a file.
     *
     * @param like a pipeline's folder with the configurations of this one; null: looked for beside
     *     the file
     */
    public static PipelineFile open(Path path, @Nullable Path like) throws IOException {
        WeightFile file = WeightFile.open(path);
        try {
            Map<String, TensorSource> networks = networks(file);
            if (!networks.containsKey(UNET) && !networks.containsKey(TRANSFORMER)) {
                throw new CheckpointException(
                        path
                                + " holds no model that draws: there is no UNet in the names of"
                                + " CompVis or of diffusers. It seems to be "
                                + WeightKind.of(file).words()
                                + ".");
            }
            Map<String, Map<String, Object>> deduced = deduced(file, networks);
            Path beside = like == null ? Neighbours.find(path, deduced).orElse(null) : like;
            return new PipelineFile(
                    path,
                    file,
                    networks,
                    deduced,
                    beside == null ? null : PipelineFolder.open(beside));
        } catch (IllegalArgumentException | ArithmeticException e) {
            file.close();
            throw new CheckpointException(
                    path + " cannot be read as a pipeline: " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static Map<String, TensorSource> networks(TensorSource file) {
        Map<String, TensorSource> networks = new LinkedHashMap<>();
        if (CompVisNames.hasUNet(file.names())) {
            networks.put(UNET, CompVisNames.unet(file));
            if (CompVisNames.hasVae(file.names())) {
                networks.put(VAE, CompVisNames.vae(file));
            }
            if (CompVisNames.hasText(file.names())) {
                networks.put(TEXT_ENCODER, CompVisNames.text(file));
            }
            return networks;
        }
        for (String name : new String[] {UNET, TRANSFORMER, VAE, TEXT_ENCODER}) {
            MappedTensors part = new MappedTensors(file.description(), file.metadata());
            String prefix = name + ".";
            file.names().stream()
                    .filter(tensor -> tensor.startsWith(prefix))
                    .forEach(tensor -> part.put(tensor.substring(prefix.length()), file, tensor));
            if (!part.names().isEmpty()) {
                networks.put(name, OldNames.current(part));
            }
        }
        return networks;
    }

    private static Map<String, Map<String, Object>> deduced(
            TensorSource file, Map<String, TensorSource> networks) throws CheckpointException {
        FileNotes notes = new FileNotes(file.description(), file.metadata());
        Map<String, Map<String, Object>> deduced = new LinkedHashMap<>();
        for (Map.Entry<String, TensorSource> part : networks.entrySet()) {
            if (notes.config(part.getKey()).isPresent()) {
                continue;
            }
            TensorSource weights = part.getValue();
            deduced.put(
                    part.getKey(),
                    switch (part.getKey()) {
                        case UNET -> ShapeConfigs.unet(weights);
                        case VAE -> ShapeConfigs.vae(weights);
                        case TEXT_ENCODER ->
                                ShapeConfigs.text(weights, ClipTextNames.open(file.names()));
                        default ->
                                throw new CheckpointException(
                                        file.description()
                                                + " holds a transformer but no configuration of it");
                    });
        }
        return deduced;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public String className() {
        if (!notes.className().isEmpty()) {
            return notes.className();
        }
        return networks.containsKey(TEXT_ENCODER) ? "StableDiffusionPipeline" : "";
    }

    @Override
    public Set<String> networks() {
        return networks.keySet();
    }

    @Override
    public ModelPart network(String name) throws IOException {
        TensorSource weights = networks.get(name);
        if (weights == null) {
            throw new CheckpointException(path + " has no part " + name);
        }
        return new ModelPart(config(name), weights, ModelPart.Closing.NOTHING);
    }

    private Map<String, Object> config(String name) throws IOException {
        Optional<Map<String, Object>> own = notes.config(name);
        if (own.isPresent()) {
            return own.get();
        }
        if (neighbour != null) {
            return ModelFolder.config(neighbour.folder(name));
        }
        Map<String, Object> config = deduced.getOrDefault(name, Map.of());
        if (!name.equals(TEXT_ENCODER) && !config.containsKey(ShapeConfigs.GROUPS)) {
            throw new CheckpointException(
                    path
                            + ": the groups and heads of its "
                            + name
                            + " cannot be known from its channels "
                            + config.get("block_out_channels")
                            + ". Put a diffusers folder of the same model (with unet/config.json)"
                            + " beside the file.");
        }
        return config;
    }

    @Override
    public Map<String, Object> scheduler() throws IOException {
        Optional<Map<String, Object>> own = notes.config(SCHEDULER);
        if (own.isPresent()) {
            return own.get();
        }
        if (neighbour != null) {
            return neighbour.scheduler();
        }
        return StoredSchedule.of(
                file,
                Boolean.TRUE.equals(
                        deduced.getOrDefault(UNET, Map.of()).get("use_linear_projection")));
    }

    @Override
    public Optional<Path> tokenizer() throws IOException {
        if (notes.hasTokenizer()) {
            if (unpacked == null) {
                unpacked = Files.createTempDirectory("ldm-studio-tokenizer");
                notes.unpackTokenizer(unpacked);
            }
            return Optional.of(unpacked);
        }
        Path beside = path.toAbsolutePath().resolveSibling(TOKENIZER);
        if (neighbour == null && Files.isDirectory(beside)) {
            return Optional.of(beside);
        }
        return neighbour == null ? Optional.empty() : neighbour.tokenizer();
    }

    @Override
    public Optional<StudioModel> studio() throws IOException {
        return notes.studio();
    }

    @Override
    public void close() throws IOException {
        file.close();
        if (unpacked != null) {
            for (String name : FileNotes.TOKENIZER_FILES) {
                Files.deleteIfExists(unpacked.resolve(name));
            }
            Files.deleteIfExists(unpacked);
            unpacked = null;
        }
    }
}
