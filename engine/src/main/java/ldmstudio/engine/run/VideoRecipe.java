package ldmstudio.engine.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that is needed to draw a video again. Videos have no common place for text inside, so it lies
 * beside them, with a still picture: {@code videos/.about/NAME.mp4.json} and {@code .png} belong to
 * {@code videos/NAME.mp4}.
 *
 * @param kind {@code interpolation}, {@code denoising film} or {@code training film}
 * @param prompts what is shown, in order; empty: not by text
 * @param modelPath run or checkpoint folder as it was given
 * @param checkpointStep step of the weights
 * @param modelFingerprint {@link Manifest#fingerprint} of the weights
 * @param settings the whole settings of this kind, as the command line reads them (YAML or JSON)
 * @param format {@code mp4}, {@code gif}, {@code apng} or {@code png}
 * @param fps frames shown in a second
 * @param frames shown in all
 * @param width of the video in pixels
 * @param height of the video in pixels
 * @param version version of LDM Studio
 */
public record VideoRecipe(
        String kind,
        List<String> prompts,
        String modelPath,
        long checkpointStep,
        String modelFingerprint,
        String settings,
        String format,
        int fps,
        int frames,
        int width,
        int height,
        String version) {
    private static final String ABOUT = ".about";

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    public VideoRecipe {
        kind = orEmpty(kind);
        prompts = prompts == null ? List.of() : List.copyOf(prompts);
        modelPath = orEmpty(modelPath);
        modelFingerprint = orEmpty(modelFingerprint);
        settings = orEmpty(settings);
        format = orEmpty(format);
        version = orEmpty(version);
    }

    /** What is known before the frames are: a writer fills in the rest. */
    public static VideoRecipe of(
            String kind,
            List<String> prompts,
            String modelPath,
            long checkpointStep,
            String modelFingerprint,
            String settings) {
        return new VideoRecipe(
                kind,
                prompts,
                modelPath,
                checkpointStep,
                modelFingerprint,
                settings,
                "",
                0,
                0,
                0,
                0,
                StudioVersion.current());
    }

    /** The same about the finished video. */
    public VideoRecipe finished(String newFormat, int newFps, int count, int across, int down) {
        return new VideoRecipe(
                kind,
                prompts,
                modelPath,
                checkpointStep,
                modelFingerprint,
                settings,
                newFormat,
                newFps,
                count,
                across,
                down,
                version);
    }

    /** Seconds that it lasts; 0: unknown. */
    public double seconds() {
        return fps < 1 ? 0 : (double) frames / fps;
    }

    /** Where the recipe of a video lies. */
    public static Path file(Path video) {
        return beside(video, ".json");
    }

    /** Where a still picture of a video lies. */
    public static Path poster(Path video) {
        return beside(video, ".png");
    }

    private static Path beside(Path video, String ending) {
        return video.resolveSibling(ABOUT).resolve(video.getFileName() + ending);
    }

    /** The recipe of a video; empty when there is none that can be understood. */
    public static Optional<VideoRecipe> read(Path video) throws IOException {
        Path file = file(video);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(
                    JSON.readValue(
                            Files.readString(file, StandardCharsets.UTF_8), VideoRecipe.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Writes the recipe to its place beside the video. */
    public void write(Path video) throws IOException {
        Path file = file(video);
        Files.createDirectories(video.resolveSibling(ABOUT));
        DurableFiles.replace(file, toJson().getBytes(StandardCharsets.UTF_8));
    }

    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a recipe of text and numbers is always JSON", e);
        }
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
