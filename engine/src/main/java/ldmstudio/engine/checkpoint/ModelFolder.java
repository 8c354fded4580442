package ldmstudio.engine.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import ldmstudio.engine.nn.Module;
import ldmstudio.engine.nn.Parameter;
import ldmstudio.engine.tensor.ArrayBytes;
import ldmstudio.engine.tensor.Ops;

/**
 * One network in a folder as diffusers lays it: {@code config.json} and {@code
 * diffusion_pytorch_model.safetensors} with the reference's parameter names, so that {@code
 * from_pretrained} reads it as it is.
 */
public final class ModelFolder {
    public static final String CONFIG = "config.json";
    public static final String WEIGHTS = "diffusion_pytorch_model.safetensors";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ModelFolder() {}

    /**
     * Writes configuration and weights; the folder is made. They are on the disk once the folder
     * was published.
     */
    public static void write(Path folder, Ops ops, Map<String, ?> config, Module module)
            throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve(CONFIG), JSON.writeValueAsBytes(config));
        SafetensorsWriter writer = new SafetensorsWriter().metadata("format", "pt").unsynced();
        add(writer, "", ops, module);
        writer.write(folder.resolve(WEIGHTS));
    }

    /** Announces all parameters and buffers of a module under a prefix. */
    public static void add(SafetensorsWriter writer, String prefix, Ops ops, Module module) {
        for (Map.Entry<String, Parameter> entry : module.state().entrySet()) {
            Parameter parameter = entry.getValue();
            writer.addBytes(
                    prefix + entry.getKey(),
                    TensorType.F32,
                    parameter.shape().getShape(),
                    () -> ArrayBytes.of(ops, parameter.array()));
        }
    }

    /**
     * Reads {@code config.json}.
     *
     * @throws CheckpointException when it is missing or no JSON object
     */
    public static Map<String, Object> config(Path folder) throws IOException {
        return json(folder.resolve(CONFIG));
    }

    /** Reads a JSON object from a file of a checkpoint. */
    public static Map<String, Object> json(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new CheckpointException(
                    "There is no " + file + ", so this is not a model folder");
        }
        try {
            return JSON.readValue(
                    Files.readAllBytes(file),
                    new TypeReference<LinkedHashMap<String, Object>>() {});
        } catch (JsonProcessingException e) {
            throw new CheckpointException(file + " is damaged: " + e.getOriginalMessage(), e);
        }
    }

    /** Writes a JSON object. */
    public static void writeJson(Path file, Map<String, ?> values) throws IOException {
        Files.write(file, JSON.writeValueAsBytes(values));
    }

    /** Loads the weights of a folder, in any of the forms of diffusers, into a module. */
    public static void load(Path folder, Module module) throws IOException {
        try (WeightFile weights = ShardedWeights.open(folder)) {
            module.load(OldNames.current(weights));
        }
    }
}
