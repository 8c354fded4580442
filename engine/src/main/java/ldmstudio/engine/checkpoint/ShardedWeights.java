package ldmstudio.engine.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The weights of a transformers folder: one file, or several that an index names ({@code
 * model.safetensors.index.json}); safetensors are preferred to what torch.save wrote.
 */
public final class ShardedWeights implements WeightFile {
    private static final List<String> WHOLE =
            List.of("model.safetensors", "pytorch_model.bin", "model.fp16.safetensors");
    private static final List<String> INDEXES =
            List.of("model.safetensors.index.json", "pytorch_model.bin.index.json");

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
        for (String name : List.of(WHOLE.get(0), INDEXES.get(0), WHOLE.get(1), INDEXES.get(1))) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                return INDEXES.contains(name) ? openIndex(file) : WeightFile.open(file);
            }
        }
        Path half = folder.resolve(WHOLE.get(2));
        if (Files.isRegularFile(half)) {
            return WeightFile.open(half);
        }
        throw new CheckpointException(
                folder + " holds no weights: it should have one of " + WHOLE + " or " + INDEXES);
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
        Path file = index.resolveSibling(shard);
        if (shard.contains("/") || shard.contains("\\") || !Files.isRegularFile(file)) {
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
