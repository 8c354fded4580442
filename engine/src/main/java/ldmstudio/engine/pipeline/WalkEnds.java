package ldmstudio.engine.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import ldmstudio.engine.config.Keyframe;
import ldmstudio.engine.config.KeyframeNumbers;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.config.WalkConfig;
import ldmstudio.engine.data.DataException;
import ldmstudio.engine.data.PictureFile;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.run.ImageRecipe;
import org.jspecify.annotations.Nullable;

/**
 * The keyframes of a walk as they are drawn.
 *
 * <p>A picture of this very model is drawn again from the recipe inside; of any other picture the
 * noise is sought by {@link DdimInversion}. What a keyframe says itself comes before the recipe.
 */
final class WalkEnds {
    /**
     * Settings of a recipe whose picture did not begin from noise of the model's own size alone.
     */
    private static final Set<String> NOT_FROM_NOISE = Set.of("from", "mask", "extend", "size");

    private record Inverted(
            Path file, long changed, SamplingConfig how, int label, String prompt) {}

    private record Encoded(Path file, long changed) {}

    private final DiffusionPipeline pipeline;
    private final WalkConfig walk;
    private final WalkMemory memory;
    private final String fingerprint;
    private final List<@Nullable ImageRecipe> recipes = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();

    /**
     * @param fingerprint of the model's weights, see {@link ImageRecipe#modelFingerprint}
     * @throws DataException for a picture that cannot be read
     */
    WalkEnds(DiffusionPipeline pipeline, WalkConfig walk, WalkMemory memory, String fingerprint) {
        this.pipeline = pipeline;
        this.walk = walk;
        this.memory = memory;
        this.fingerprint = fingerprint;
        for (Keyframe keyframe : walk.keyframes()) {
            recipes.add(walk.mode().equals("latents") ? null : recipe(keyframe));
        }
    }

    /** What a person should know about the pictures at the ends, in words. */
    List<String> notices() {
        return List.copyOf(notices);
    }

    /** Pictures that go through the autoencoder, since they are not drawn again by a recipe. */
    List<Path> encoded() {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < recipes.size(); i++) {
            String picture = walk.keyframes().get(i).picture();
            if (recipes.get(i) == null && !picture.isBlank()) {
                files.add(existing(picture));
            }
        }
        return files.stream().distinct().toList();
    }

    private @Nullable ImageRecipe recipe(Keyframe keyframe) {
        if (keyframe.picture().isBlank()) {
            return null;
        }
        Path file = existing(keyframe.picture());
        Optional<ImageRecipe> read;
        try {
            read = ImageRecipe.read(file);
        } catch (IOException e) {
            // No PNG, so there is no recipe; whether it is a picture shows when it is decoded.
            return null;
        }
        if (read.isEmpty()) {
            return null;
        }
        ImageRecipe recipe = read.get();
        boolean fromNoise = recipe.settings().keySet().stream().noneMatch(NOT_FROM_NOISE::contains);
        if (!fromNoise || !recipe.modelFingerprint().equals(fingerprint)) {
            notices.add(
                    file.getFileName()
                            + (fromNoise
                                    ? " was drawn by another model"
                                    : " did not begin from noise of the usual size alone")
                            + ", so it is turned back into noise as a photograph is.");
            return null;
        }
        if (!recipe.sampler().equals(walk.sampling().sampler())
                || recipe.steps() != walk.sampling().steps()) {
            notices.add(
                    "%s was drawn with %s in %d steps, this walk draws with %s in %d: its end may look different."
                            .formatted(
                                    file.getFileName(),
                                    recipe.sampler(),
                                    recipe.steps(),
                                    walk.sampling().sampler(),
                                    walk.sampling().steps()));
        }
        return recipe;
    }

    private static Path existing(String picture) {
        Path file = Path.of(picture);
        if (!Files.isRegularFile(file)) {
            throw new DataException("There is no picture " + file + ". Choose another file.");
        }
        return file;
    }

    /** What a keyframe shows, in words; empty: nothing is said. */
    String subject(int index) {
        Keyframe keyframe = walk.keyframes().get(index);
        ImageRecipe recipe = recipes.get(index);
        if (!keyframe.prompt().isBlank()) {
            return keyframe.prompt();
        }
        if (recipe != null && !recipe.prompt().isBlank()) {
            return recipe.prompt();
        }
        if (recipe != null && !recipe.className().isBlank()) {
            return recipe.className();
        }
        return keyframe.classLabel() < 0 ? "" : "class " + keyframe.classLabel();
    }

    /** A keyframe with the noise of its first step; found once for each. */
    WalkEnd get(int index, BooleanSupplier cancelled) {
        Keyframe keyframe = walk.keyframes().get(index);
        ImageRecipe recipe = recipes.get(index);
        if (recipe != null) {
            return drawnAgain(keyframe, recipe);
        }
        Wish wish = new Wish(keyframe.classLabel(), keyframe.prompt(), null);
        SamplingConfig how = KeyframeNumbers.of(keyframe, walk.sampling());
        if (keyframe.picture().isBlank()) {
            return new WalkEnd(wish, how, NoiseRoot.of(keyframe.seed()));
        }
        if (keyframe.guidanceScale() < 0) {
            // Guidance would lead to another picture than the one whose noise this is.
            how = how.with("guidance_scale", 1);
        }
        float[] noise = inverted(keyframe, wish, cancelled);
        return new WalkEnd(wish, how, NoiseRoot.of(keyframe.seed(), noise));
    }

    private WalkEnd drawnAgain(Keyframe keyframe, ImageRecipe recipe) {
        SamplingConfig how =
                walk.sampling()
                        .with("guidance_scale", recipe.guidanceScale())
                        .with("negative_prompt", recipe.negativePrompt())
                        .with("eta", recipe.eta())
                        .with("sigma_scale", recipe.sigmaScale());
        for (Map.Entry<String, String> setting : recipe.settings().entrySet()) {
            if (KeyframeNumbers.keys().contains(setting.getKey())) {
                how = how.with(setting.getKey(), setting.getValue());
            }
        }
        int label = keyframe.classLabel() < 0 ? recipe.classLabel() : keyframe.classLabel();
        String prompt = keyframe.prompt().isBlank() ? recipe.prompt() : keyframe.prompt();
        return new WalkEnd(
                new Wish(label, prompt, null),
                KeyframeNumbers.of(keyframe, how).with("seed", recipe.seed()),
                new NoiseRoot(recipe.seed(), recipe.index(), variation(recipe), null));
    }

    /** As {@code SEED:AMOUNT} of {@code ldm sample --variation}. */
    private static Variation variation(ImageRecipe recipe) {
        String[] parts = recipe.settings().getOrDefault("variation", "").split(":", 2);
        try {
            return parts.length == 2
                    ? new Variation(Long.parseLong(parts[0].strip()), Double.parseDouble(parts[1]))
                    : Variation.NONE;
        } catch (NumberFormatException e) {
            throw new DataException(
                    "The recipe of a picture has the variation '"
                            + recipe.settings().get("variation")
                            + "', which is not SEED:AMOUNT. Leave the picture out.",
                    e);
        }
    }

    private float[] inverted(Keyframe keyframe, Wish wish, BooleanSupplier cancelled) {
        Path file = existing(keyframe.picture());
        Wish told = walk.inversion().equals("conditional") ? wish : Wish.NOTHING;
        SamplingConfig how = walk.sampling().with("eta", 0);
        if (walk.inversionSteps() > 0) {
            how = how.with("steps", walk.inversionSteps());
        }
        SamplingConfig drawn = how;
        return memory.get(
                new Inverted(file, changed(file), drawn, told.classLabel(), told.prompt()),
                () -> {
                    WalkEnd alone = new WalkEnd(told, drawn, NoiseRoot.of(0));
                    WalkTexts texts = new WalkTexts(pipeline.model(), memory, NoiseMix.LERP);
                    return new DdimInversion(pipeline)
                            .noise(
                                    encoded(file),
                                    drawn,
                                    () -> texts.told(List.of(alone), new double[] {1}),
                                    cancelled);
                });
    }

    /** The scaled latents of a keyframe's picture. */
    float[] latents(int index) {
        return encoded(existing(walk.keyframes().get(index).picture()));
    }

    private float[] encoded(Path file) {
        return memory.get(
                new Encoded(file, changed(file)),
                () -> {
                    PixelImage picture = PictureFile.read(file);
                    return PictureLatents.of(pipeline.model(), picture);
                });
    }

    private static long changed(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            throw new DataException("The picture " + file + " cannot be read.", e);
        }
    }
}
