package ldmstudio.engine.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A pipeline's folder as diffusers writes it: {@code model_index.json} naming the parts, each in a
 * folder of its own. A checkpoint of LDM Studio is such a folder.
 */
public final class PipelineFolder implements PipelineSource {
    public static final String INDEX = "model_index.json";

    private static final String SCHEDULE = "scheduler_config.json";

    private static final Set<String> NETWORKS = Set.of(UNET, TRANSFORMER, VAE, TEXT_ENCODER);

    /** Parts of a pipeline without which it draws the same pictures. */
    private static final Set<String> DISPENSABLE =
            Set.of("safety_checker", "feature_extractor", "image_encoder");

    /** LDMPipeline calls its autoencoder so. */
    private static final String OTHER_VAE = "vqvae";

    private final Path folder;
    private final String className;
    private final Map<String, Path> parts;

    private PipelineFolder(Path folder, String className, Map<String, Path> parts) {
        this.folder = folder;
        this.className = className;
        this.parts = parts;
    }

    /** Whether a folder looks like a pipeline's. */
    public static boolean is(Path folder) {
        return Files.isRegularFile(folder.resolve(INDEX))
                || Files.isRegularFile(folder.resolve(UNET).resolve(ModelFolder.CONFIG))
                || Files.isRegularFile(folder.resolve(TRANSFORMER).resolve(ModelFolder.CONFIG));
    }

    /**
     * Opens a folder.
     *
     * @throws CheckpointException when it is none, names a part that is not there, or has a part
     *     that would be needed and is not known here
     */
    public static PipelineFolder open(Path folder) throws IOException {
        if (!is(folder)) {
            throw new CheckpointException(
                    folder
                            + " is no model: it has neither "
                            + INDEX
                            + " nor a folder unet or transformer with a "
                            + ModelFolder.CONFIG);
        }
        Path file = folder.resolve(INDEX);
        Map<String, Object> index = Files.isRegularFile(file) ? ModelFolder.json(file) : Map.of();
        Map<String, Path> parts = new LinkedHashMap<>();
        if (index.isEmpty()) {
            for (String name :
                    List.of(UNET, TRANSFORMER, VAE, OTHER_VAE, TEXT_ENCODER, TOKENIZER)) {
                if (Files.isDirectory(folder.resolve(name))) {
                    parts.put(name.equals(OTHER_VAE) ? VAE : name, folder.resolve(name));
                }
            }
        } else {
            for (Map.Entry<String, Object> entry : index.entrySet()) {
                add(parts, file, entry.getKey(), entry.getValue());
            }
        }
        if (!parts.containsKey(UNET) && !parts.containsKey(TRANSFORMER)) {
            throw new CheckpointException(
                    folder
                            + " draws nothing by itself: among its parts "
                            + parts.keySet()
                            + " is neither a unet nor a transformer");
        }
        return new PipelineFolder(
                folder, String.valueOf(index.getOrDefault("_class_name", "")), parts);
    }

    private static void add(Map<String, Path> parts, Path index, String name, Object value)
            throws CheckpointException {
        boolean part = value instanceof List<?> pair && pair.size() == 2 && !name.startsWith("_");
        if (!part || ((List<?>) value).get(1) == null || DISPENSABLE.contains(name)) {
            return;
        }
        if (!name.matches("[a-z][a-z0-9_]{0,63}")) {
            throw new CheckpointException(
                    index + " names a part '" + name + "', which is no name of a folder beside it");
        }
        String known = name.equals(OTHER_VAE) ? VAE : name;
        if (!NETWORKS.contains(known) && !known.equals(TOKENIZER) && !known.equals(SCHEDULER)) {
            throw new CheckpointException(
                    index
                            + " names the part "
                            + name
                            + " ("
                            + ((List<?>) value).get(1)
                            + "), which LDM Studio has no use for; without it the pictures would"
                            + " be others. Pipelines of a unet or transformer, vae, text_encoder,"
                            + " tokenizer and scheduler can be read.");
        }
        Path folder = index.resolveSibling(name);
        if (!Files.isDirectory(folder)
                && (name.equals(UNET) || name.equals(SCHEDULER))
                && Files.isRegularFile(index.resolveSibling(ModelFolder.CONFIG))) {
            // Pipelines of a UNet alone have been published without folders.
            folder = index.toAbsolutePath().getParent();
        }
        if (folder == null || !Files.isDirectory(folder)) {
            throw new CheckpointException(
                    index + " names the part " + name + ", but there is no folder " + folder);
        }
        parts.put(known, folder);
    }

    @Override
    public Path path() {
        return folder;
    }

    @Override
    public String className() {
        return className;
    }

    @Override
    public Set<String> networks() {
        Set<String> networks = new java.util.LinkedHashSet<>(parts.keySet());
        networks.retainAll(NETWORKS);
        return networks;
    }

    @Override
    public ModelPart network(String name) throws IOException {
        Path part = folder(name);
        WeightFile weights = ShardedWeights.open(part);
        try {
            return new ModelPart(
                    ModelFolder.config(part), OldNames.current(weights), weights::close);
        } catch (IOException | RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    /** The folder of a part. */
    public Path folder(String name) throws CheckpointException {
        Path part = parts.get(name);
        if (part == null) {
            throw new CheckpointException(folder + " has no part " + name);
        }
        return part;
    }

    @Override
    public Map<String, Object> scheduler() throws IOException {
        Path file = folder.resolve(SCHEDULER).resolve(SCHEDULE);
        return ModelFolder.json(Files.isRegularFile(file) ? file : folder.resolve(SCHEDULE));
    }

    @Override
    public Optional<Path> tokenizer() {
        return Optional.ofNullable(parts.get(TOKENIZER));
    }

    @Override
    public Optional<StudioModel> studio() throws IOException {
        return Files.isRegularFile(folder.resolve(StudioModel.FILE))
                ? Optional.of(StudioModel.read(folder))
                : Optional.empty();
    }

    @Override
    public void close() {}
}
