package ldmstudio.engine.condition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import ldmstudio.engine.checkpoint.CheckpointException;
import ldmstudio.engine.checkpoint.ModelFolder;
import ldmstudio.engine.checkpoint.SafetensorsWriter;
import ldmstudio.engine.checkpoint.ShardedWeights;
import ldmstudio.engine.checkpoint.WeightFile;
import ldmstudio.engine.nn.Module;
import ldmstudio.engine.nn.StateSource;
import ldmstudio.engine.tensor.Ops;

/** CLIP's networks in folders as transformers lays them: {@code config.json} and the weights. */
final class ClipFolders {
    static final String WEIGHTS = "model.safetensors";

    private ClipFolders() {}

    static ClipTextModel readText(Ops ops, Path folder, Path tokenizerFolder) throws IOException {
        Map<String, Object> map = ModelFolder.config(folder);
        try (WeightFile weights = ShardedWeights.open(folder)) {
            return text(
                    ops,
                    folder.resolve(ModelFolder.CONFIG).toString(),
                    map,
                    weights,
                    tokenizerFolder);
        }
    }

    /**
     * A text tower from its parts.
     *
     * @param file where the configuration was read from, for messages
     */
    static ClipTextModel text(
            Ops ops,
            String file,
            Map<String, Object> map,
            StateSource weights,
            Path tokenizerFolder)
            throws IOException {
        ClipTextConfig config;
        try {
            config = ClipTextConfig.fromMap(textConfig(file, map));
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(file + ": " + e.getMessage(), e);
        }
        ClipTokenizer tokenizer =
                ClipTokenizerFiles.read(tokenizerFolder, config.maxPositionEmbeddings());
        try {
            StateSource named = ClipNames.text(weights);
            boolean projected = named.names().contains(ClipNames.TEXT_PROJECTION);
            ClipTextModel model = new ClipTextModel(ops, config, tokenizer, projected);
            model.load(named);
            return model;
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(weights.description() + ": " + e.getMessage(), e);
        }
    }

    static ClipModel readWhole(Ops ops, Path folder) throws IOException {
        Map<String, Object> map = ModelFolder.config(folder);
        Path file = folder.resolve(ModelFolder.CONFIG);
        if (!(map.get("text_config") instanceof Map)
                || !(map.get("vision_config") instanceof Map)) {
            throw new CheckpointException(
                    file + " describes no whole CLIP: it needs text_config and vision_config");
        }
        try (WeightFile weights = ShardedWeights.open(folder)) {
            ClipTextConfig text = ClipTextConfig.fromMap(nested(map, "text_config"));
            ClipTokenizer tokenizer = ClipTokenizerFiles.read(folder, text.maxPositionEmbeddings());
            ClipModel model =
                    new ClipModel(
                            ops,
                            new ClipTextModel(ops, text, tokenizer, true),
                            new ClipVisionModel(
                                    ops,
                                    ClipVisionConfig.fromMap(nested(map, "vision_config")),
                                    true));
            model.load(ClipNames.whole(weights));
            return model;
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(folder + ": " + e.getMessage(), e);
        }
    }

    /** The part of config.json that is about text. */
    private static Map<String, ?> textConfig(String file, Map<String, Object> map)
            throws CheckpointException {
        String type = String.valueOf(map.getOrDefault("model_type", "clip_text_model"));
        if (!type.startsWith("clip")) {
            throw new CheckpointException(
                    file
                            + " describes a network of the type '"
                            + type
                            + "'; LDM Studio reads CLIP text encoders");
        }
        return nested(map, "text_config");
    }

    /** A tower's configuration inside that of a whole CLIP, with the projection's width of both. */
    static Map<String, ?> nested(Map<String, Object> map, String key) {
        if (!(map.get(key) instanceof Map<?, ?> inner)) {
            return map;
        }
        Map<String, Object> tower = new LinkedHashMap<>();
        inner.forEach((name, value) -> tower.put(String.valueOf(name), value));
        // Older files repeat what differs from the defaults in a dictionary that overrules.
        if (map.get(key + "_dict") instanceof Map<?, ?> overruling) {
            overruling.forEach((name, value) -> tower.put(String.valueOf(name), value));
        }
        Object width = map.get("projection_dim");
        tower.put("projection_dim", width == null ? 512 : width);
        return tower;
    }

    static void writeModel(Path folder, Ops ops, Map<String, ?> config, Module module)
            throws IOException {
        Files.createDirectories(folder);
        ModelFolder.writeJson(folder.resolve(ModelFolder.CONFIG), config);
        SafetensorsWriter writer = new SafetensorsWriter().metadata("format", "pt").unsynced();
        ModelFolder.add(writer, "", ops, module);
        writer.write(folder.resolve(WEIGHTS));
    }
}
