package ldmstudio.engine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import ldmstudio.engine.config.Keyframe;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.config.WalkRecipe;
import ldmstudio.engine.run.ImageRecipe;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A walk as flags of {@code ldm interpolate}; beside a file they replace what it says. */
final class WalkOptions {
    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description = "what a keyframe shows; once for each keyframe")
    private List<String> prompts = List.of();

    @Option(
            names = "--class",
            split = ",",
            paramLabel = "NAME",
            description = "classes of the keyframes, by name or number")
    private List<String> classes = List.of();

    @Option(
            names = "--seed",
            split = ",",
            description = "seeds of the keyframes; one is for all of them")
    private List<Long> seeds = List.of();

    @Option(
            names = "--picture",
            split = ",",
            paramLabel = "PICTURE",
            description = "pictures as keyframes: drawn again from their recipes, or inverted")
    private List<Path> pictures = List.of();

    @Option(names = "--mode", description = "keyframes, noise_walk, circle, plane or latents")
    private @Nullable String mode;

    @Option(names = "--seconds", description = "length; default 4")
    private @Nullable Double seconds;

    @Option(names = "--fps", description = "frames a second; default 24")
    private @Nullable Integer fps;

    @Mixin private DrawingOptions drawing = new DrawingOptions();

    @Option(names = "--retime", description = "none, lpips or features: even change")
    private @Nullable String retime;

    @Option(names = "--loop", description = "Lead back to the first keyframe.")
    private boolean loop;

    @Option(names = "--ping-pong", description = "Show all frames once more in reverse.")
    private boolean pingPong;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "any other key, such as walk.text_blend=slerp or video.scale=4")
    private List<String> settings = List.of();

    /** The settings to begin with: those of the first picture's recipe, or the model's own. */
    SamplingConfig sampling(SamplingConfig own) throws IOException {
        if (pictures.isEmpty() || !Files.isRegularFile(pictures.get(0))) {
            return own;
        }
        Optional<ImageRecipe> recipe;
        try {
            recipe = ImageRecipe.read(pictures.get(0));
        } catch (IOException e) {
            // No PNG; whether it is a picture shows when it is decoded.
            return own;
        }
        return recipe.isEmpty()
                ? own
                : own.with("sampler", recipe.get().sampler()).with("steps", recipe.get().steps());
    }

    /**
     * The walk with what the flags say.
     *
     * @param alone whether there is no file, so that the flags must make all keyframes
     * @param labels the label of a class's name
     */
    WalkRecipe apply(WalkRecipe written, boolean alone, ToIntFunction<String> labels) {
        WalkRecipe recipe = written;
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        given.put("walk.mode", mode);
        given.put("walk.seconds", seconds);
        given.put("walk.retime", retime);
        given.put("walk.loop", loop ? true : null);
        given.put("walk.ping_pong", pingPong ? true : null);
        drawing.given().forEach((key, value) -> given.put("walk.sampling." + key, value));
        given.put("video.fps", fps);
        for (Map.Entry<String, @Nullable Object> each : given.entrySet()) {
            Object value = each.getValue();
            if (value != null) {
                recipe = recipe.with(each.getKey(), value);
            }
        }
        for (String said : settings) {
            Setting setting = Setting.of(said, "walk.text_blend=slerp");
            recipe = recipe.with(setting.key(), setting.value());
        }
        boolean some = !prompts.isEmpty() || !classes.isEmpty() || !pictures.isEmpty();
        return alone || some || !seeds.isEmpty()
                ? recipe.withWalk(
                        recipe.walk().withKeyframes(keyframes(recipe.walk().mode(), labels)))
                : recipe;
    }

    private List<Keyframe> keyframes(String walkMode, ToIntFunction<String> labels) {
        int count =
                Math.max(
                        Math.max(prompts.size(), classes.size()),
                        Math.max(seeds.size(), pictures.size()));
        boolean oneIsEnough = walkMode.equals("circle") || walkMode.equals("noise_walk");
        int fewest = walkMode.equals("plane") ? 3 : oneIsEnough ? 1 : 2;
        int all = Math.max(fewest, count);
        // Between pictures that differ in nothing else, the seeds must.
        boolean different = prompts.size() > 1 || classes.size() > 1 || pictures.size() > 1;
        List<Keyframe> keyframes = new ArrayList<>();
        for (int i = 0; i < all; i++) {
            long seed = seeds.isEmpty() ? 0 : seeds.get(Math.min(i, seeds.size() - 1));
            if (!different && i >= Math.max(1, seeds.size())) {
                seed += i - Math.max(1, seeds.size()) + 1;
            }
            String prompt = prompts.isEmpty() ? "" : prompts.get(i % prompts.size());
            Keyframe keyframe = Keyframe.of(prompt, seed);
            if (!classes.isEmpty()) {
                String word = classes.get(i % classes.size());
                keyframe = keyframe.with("class_label", labels.applyAsInt(word));
            }
            if (!pictures.isEmpty()) {
                Path picture = pictures.get(i % pictures.size());
                keyframe = keyframe.with("picture", picture.toString());
            }
            keyframes.add(keyframe);
        }
        return keyframes;
    }
}
