package ldmstudio.engine.checkpoint;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.config.SamplingConfig;
import org.jspecify.annotations.Nullable;

/**
 * {@code ldm_studio.json} of a checkpoint: what the network files themselves do not say.
 *
 * @param stage {@code autoencoder}, {@code diffusion} or {@code text_encoder}
 * @param imgSize side of the pictures in pixels
 * @param channels 1 or 3
 * @param classes class names by label; empty: none
 * @param classConditional whether the denoiser is told the class
 * @param dataset name of the data
 * @param dataFingerprint of the data
 * @param sampling how the run drew its own samples; null for an autoencoder
 * @param attributes what the captions that it listens to are made of, in their order, see {@link
 *     ldmstudio.engine.data.AttributeSentence}; empty: captions of another kind
 */
public record StudioModel(
        int format,
        String stage,
        long step,
        int imgSize,
        int channels,
        List<String> classes,
        boolean classConditional,
        String dataset,
        String dataFingerprint,
        @Nullable SamplingConfig sampling,
        List<String> attributes) {
    public static final String FILE = "ldm_studio.json";

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    public StudioModel {
        classes = classes == null ? List.of() : List.copyOf(classes);
        attributes = attributes == null ? List.of() : List.copyOf(attributes);
    }

    /** Without attributes. */
    public StudioModel(
            int format,
            String stage,
            long step,
            int imgSize,
            int channels,
            List<String> classes,
            boolean classConditional,
            String dataset,
            String dataFingerprint,
            @Nullable SamplingConfig sampling) {
        this(
                format,
                stage,
                step,
                imgSize,
                channels,
                classes,
                classConditional,
                dataset,
                dataFingerprint,
                sampling,
                List.of());
    }

    /** Writes it beside the networks, with diffusers' {@code model_index.json} naming them. */
    public void write(Path folder, Map<String, List<String>> components) throws IOException {
        Files.write(folder.resolve(FILE), JSON.writeValueAsBytes(this));
        if (stage.equals("diffusion")) {
            PipelineIndex.write(folder, components, classConditional);
            return;
        }
        Map<String, Object> index = new java.util.LinkedHashMap<>();
        index.put(
                "_class_name",
                stage.equals("text_encoder") ? "LDMStudioTextEncoder" : "LDMStudioAutoencoder");
        index.putAll(components);
        ModelFolder.writeJson(folder.resolve(PipelineFolder.INDEX), index);
    }

    /**
     * What is to be said of another program's pipeline.
     *
     * @param denoiser the configuration of its UNet
     * @param factor pixels of a side per latent pixel
     * @param text whether it listens to a prompt
     * @throws CheckpointException when the configuration does not say how large the pictures are
     */
    static StudioModel ofForeign(Map<String, Object> denoiser, int factor, boolean text)
            throws CheckpointException {
        Object size = denoiser.get("sample_size");
        Object side = size instanceof List<?> sides && !sides.isEmpty() ? sides.get(0) : size;
        if (!(side instanceof Number number)) {
            throw new CheckpointException(
                    "The denoiser's config.json says nothing of sample_size, so the size of its"
                            + " pictures is not known");
        }
        Object classes = denoiser.get("num_class_embeds");
        List<String> names =
                classes instanceof Number count
                        ? java.util.stream.IntStream.range(0, count.intValue())
                                .mapToObj(String::valueOf)
                                .toList()
                        : List.of();
        return new StudioModel(
                1,
                "diffusion",
                0,
                number.intValue() * factor,
                3,
                names,
                !names.isEmpty(),
                "",
                "",
                SamplingConfig.of("ddim", 50, text ? 7.5 : 1, 0, 1, 4, 0));
    }

    /**
     * Reads it.
     *
     * @throws CheckpointException when the folder is no checkpoint of LDM Studio
     */
    public static StudioModel read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new CheckpointException(
                    folder + " is no checkpoint of LDM Studio: it has no " + FILE);
        }
        try {
            return JSON.readValue(Files.readAllBytes(file), StudioModel.class);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new CheckpointException(file + " is damaged: " + e.getOriginalMessage(), e);
        }
    }

    /** The text of {@link #FILE}. */
    String json() throws IOException {
        return JSON.writeValueAsString(this);
    }

    /** Reads such a text. */
    static StudioModel parse(String text, String file) throws CheckpointException {
        try {
            return JSON.readValue(text, StudioModel.class);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new CheckpointException(
                    file + " is damaged: its note on the model is no JSON object", e);
        }
    }
}
