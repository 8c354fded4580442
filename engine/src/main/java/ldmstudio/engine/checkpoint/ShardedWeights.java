package ldmstudio.engine.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The weights of a folder of diffusers or transformers: one file, or several that an index names
 * ({@code model.safetensors.index.json}). Safetensors are preferred to what torch.save wrote, and
 * whole numbers to a variant in half precision.
 */
public final class ShardedWeights implements WeightFile {
    private static final List<String> STEMS = List.of("diffusion_pytorch_model", "model");
    private static final List<String> TORCH_STEMS =
            List.of("diffusion_pytorch_model", "pytorch_model");
    private static final List<String> VARIANTS = List.of("", ".fp16", ".bf16", ".non_ema");

    /** The largest published models have some hundred. */
    private static final int MOST_SHARDS = 1000;

    private final Path index;
    private final List<WeightFile> files;
    private final Map<String, WeightFile> byName;

    private ShardedWeights(Path index, List<WeightFile> files, Map<String, WeightFile> byName) {
        this.index = index;
        this.files = files;
        this.byName = byName;
    }

    /**
     * Opens the weights of a folder.
     *
     * @throws CheckpointException when there are none, or a part is missing
     */
    public static WeightFile open(Path folder) throws IOException {
        Optional<Path> found = find(folder);
        if (found.isEmpty()) {
            throw new CheckpointException(
                    folder
                            + " holds no weights: it should have diffusion_pytorch_model.safetensors,"
                            + " model.safetensors, pytorch_model.bin or an index of their parts");
        }
        return found.get().toString().endsWith(".json")
                ? openIndex(found.get())
                : WeightFile.open(found.get());
    }

    /** The file, or the index of files, that holds a folder's weights. */
    public static Optional<Path> find(Path folder) {
        for (String variant : VARIANTS) {
            for (boolean torch : new boolean[] {false, true}) {
                for (String stem : torch ? TORCH_STEMS : STEMS) {
                    String end = torch ? ".bin" : ".safetensors";
                    for (String name :
                            List.of(
                                    stem + variant + end,
                                    stem + end + ".index" + variant + ".json",
                                    stem + variant + end + ".index.json")) {
                        Path file = folder.resolve(name);
                        if (Files.isRegularFile(file)) {
                            return Optional.of(file);
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static WeightFile openIndex(Path index) throws IOException {
        if (!(ModelFolder.json(index).get("weight_map") instanceof Map<?, ?> map)) {
            throw new CheckpointException(index + " is damaged: it has no weight_map");
        }
        Map<String, WeightFile> open = new LinkedHashMap<>();
        Map<String, WeightFile> byName = new LinkedHashMap<>();
        try {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                String shard = String.valueOf(entry.getValue());
                if (!open.containsKey(shard)) {
                    if (open.size() == MOST_SHARDS) {
                        throw new CheckpointException(
                                index + " names more than " + MOST_SHARDS + " parts");
                    }
                    open.put(shard, WeightFile.open(beside(index, shard)));
                }
                WeightFile file = open.get(shard);
                String name = String.valueOf(entry.getKey());
                if (file == null || !file.names().contains(name)) {
                    throw new CheckpointException(
                            index + " says that " + name + " is in " + shard + ", but it is not");
                }
                byName.put(name, file);
            }
        } catch (IOException | RuntimeException e) {
            for (WeightFile file : open.values()) {
                file.close();
            }
            throw e;
        }
        return new ShardedWeights(index, List.copyOf(open.values()), byName);
    }

    /** A part lies beside its index: a name that leads elsewhere is refused. */
    private static Path beside(Path index, String shard) throws CheckpointException {
        boolean plain = shard.matches("[\\w][\\w.+-]{0,254}");
        Path file = plain ? index.resolveSibling(shard) : index;
        if (!plain || !Files.isRegularFile(file)) {
            throw new CheckpointException(
                    index + " names the part " + shard + ", which is not beside it");
        }
        return file;
    }

    @Override
    public String description() {
        return index.toString();
    }

    @Override
    public Set<String> names() {
        return new HashSet<>(byName.keySet());
    }

    @Override
    public long[] shape(String name) {
        return file(name).shape(name);
    }

    @Override
    public float[] floats(String name) {
        return file(name).floats(name);
    }

    @Override
    public TensorType type(String name) {
        return file(name).type(name);
    }

    @Override
    public ByteBuffer bytes(String name) {
        return file(name).bytes(name);
    }

    private WeightFile file(String name) {
        WeightFile file = byName.get(name);
        if (file == null) {
            throw new IllegalArgumentException(index + " has no tensor named " + name);
        }
        return file;
    }

    @Override
    public void close() throws IOException {
        for (WeightFile file : files) {
            file.close();
        }
    }
}
