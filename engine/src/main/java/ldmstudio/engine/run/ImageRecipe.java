package ldmstudio.engine.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that is needed to draw a picture again; travels inside its PNG. The text chunk {@code
 * ldmstudio} holds it as JSON; {@code parameters} holds the readable line that other programs show.
 *
 * @param prompt empty: none
 * @param negativePrompt empty: none
 * @param classLabel -1: none; {@code className} its name
 * @param seed seed of the whole set, and {@code index} the picture's place in it
 * @param settings further settings that are not at their defaults, by their keys in a configuration
 * @param modelPath run or checkpoint folder as it was given
 * @param checkpointStep step of the weights
 * @param modelFingerprint {@link Manifest#fingerprint} of the weights; the path may have moved
 * @param version version of LDM Studio
 */
public record ImageRecipe(
        String prompt,
        String negativePrompt,
        int classLabel,
        String className,
        long seed,
        int index,
        int steps,
        String sampler,
        double guidanceScale,
        double eta,
        double sigmaScale,
        Map<String, String> settings,
        int width,
        int height,
        String modelPath,
        long checkpointStep,
        String modelFingerprint,
        String version) {
    /** Key of the text chunk with the JSON. */
    public static final String CHUNK = "ldmstudio";

    /** Key of the text chunk with the readable line. */
    public static final String PARAMETERS_CHUNK = "parameters";

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    public ImageRecipe {
        prompt = orEmpty(prompt);
        negativePrompt = orEmpty(negativePrompt);
        settings = settings == null ? Map.of() : Map.copyOf(settings);
        className = orEmpty(className);
        sampler = orEmpty(sampler);
        modelPath = orEmpty(modelPath);
        modelFingerprint = orEmpty(modelFingerprint);
        version = orEmpty(version);
    }

    /** The same with further settings beside those that it has. */
    public ImageRecipe withSettings(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.putAll(more);
        return copy(all, width, height);
    }

    /** The same for a picture of another size. */
    public ImageRecipe withSize(int newWidth, int newHeight) {
        return copy(settings, newWidth, newHeight);
    }

    private ImageRecipe copy(Map<String, String> newSettings, int newWidth, int newHeight) {
        return new ImageRecipe(
                prompt,
                negativePrompt,
                classLabel,
                className,
                seed,
                index,
                steps,
                sampler,
                guidanceScale,
                eta,
                sigmaScale,
                newSettings,
                newWidth,
                newHeight,
                modelPath,
                checkpointStep,
                modelFingerprint,
                version);
    }

    /** The text chunks to give to {@link PngFiles#write}. */
    public Map<String, String> textChunks() {
        Map<String, String> chunks = new LinkedHashMap<>();
        chunks.put(PARAMETERS_CHUNK, parametersLine());
        chunks.put(CHUNK, toJson());
        return chunks;
    }

    /** The recipe inside a PNG; empty when there is none that can be understood. */
    public static Optional<ImageRecipe> read(Path png) throws IOException {
        return Optional.ofNullable(PngFiles.readText(png).get(CHUNK)).flatMap(ImageRecipe::parse);
    }

    /** The recipe in JSON as {@link #toJson} writes it, or a newer version. */
    public static Optional<ImageRecipe> parse(String json) {
        try {
            return Optional.ofNullable(JSON.readValue(json, ImageRecipe.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a recipe of text and numbers is always JSON", e);
        }
    }

    /**
     * What is drawn on the first line, then {@code Steps: 50, Sampler: ddim, CFG scale: 2.5, …}.
     */
    public String parametersLine() {
        StringBuilder line = new StringBuilder();
        String subject = prompt.isEmpty() ? className : prompt;
        if (!subject.isEmpty()) {
            line.append(subject.replace('\n', ' ')).append('\n');
        }
        if (!negativePrompt.isEmpty()) {
            line.append("Negative prompt: ").append(negativePrompt.replace('\n', ' ')).append('\n');
        }
        line.append("Steps: ").append(steps);
        line.append(", Sampler: ").append(sampler);
        line.append(", CFG scale: ").append(number(guidanceScale));
        line.append(", Seed: ").append(seed);
        line.append(", Index: ").append(index);
        line.append(", Size: ").append(width).append('x').append(height);
        if (classLabel >= 0) {
            line.append(", Class: ").append(classLabel);
        }
        if (eta != 0) {
            line.append(", Eta: ").append(number(eta));
        }
        if (sigmaScale != 1) {
            line.append(", Sigma scale: ").append(number(sigmaScale));
        }
        new TreeMap<>(settings)
                .forEach((key, value) -> line.append(", ").append(key).append(": ").append(value));
        if (!modelFingerprint.isEmpty()) {
            int length = Math.min(10, modelFingerprint.length());
            line.append(", Model hash: ").append(modelFingerprint, 0, length);
        }
        line.append(", Model: ").append(modelPath).append(" step ").append(checkpointStep);
        return line.append(", Version: LDM Studio ").append(version).toString();
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
