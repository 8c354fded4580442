package ldmstudio.engine.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ldmstudio.engine.data.DataException;
import ldmstudio.engine.data.PictureFile;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.pipeline.BeginningFiles;
import ldmstudio.engine.pipeline.BegunSampling;
import ldmstudio.engine.pipeline.LoadedModel;
import ldmstudio.engine.pipeline.PipelineListener;
import ldmstudio.engine.pipeline.SamplingPlan;
import ldmstudio.engine.pipeline.Wish;
import ldmstudio.engine.run.ImageRecipe;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.run.StudioVersion;

/**
 * A {@link Request.Redraw}: a picture once more by its recipe, in a batch of the same size at the
 * same place, and the difference of every pixel.
 */
final class RedrawJob {
    private static final Pattern TOGETHER = Pattern.compile("place (\\d{1,3}) of (\\d{1,3})");

    /** Outpainted pictures of one set have seeds so far apart. */
    private static final long SEEDS_APART = 1000;

    private final LoadedModel model;
    private final Path picture;
    private final SampleListener listener;

    RedrawJob(LoadedModel model, Path picture, SampleListener listener) {
        this.model = model;
        this.picture = picture;
        this.listener = listener;
    }

    /** Where a picture's recipe says that its model lies. */
    static String modelOf(Path picture) throws IOException, RefusedException {
        return recipe(picture).modelPath();
    }

    private static ImageRecipe recipe(Path picture) throws IOException, RefusedException {
        return ImageRecipe.read(picture)
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        picture + " has no recipe inside",
                                        "Only pictures that LDM Studio drew can be drawn again."));
    }

    Map<String, Object> run() throws IOException, RefusedException {
        ImageRecipe recipe = recipe(picture);
        try {
            PixelImage before = PictureFile.read(picture);
            PixelImage again = draw(recipe);
            return compare(recipe, before, again);
        } catch (IllegalArgumentException | DataException e) {
            throw new RefusedException(
                    "the picture cannot be drawn again: " + e.getMessage(),
                    "Its recipe says what it needs.");
        }
    }

    private PixelImage draw(ImageRecipe recipe) throws IOException {
        Wish wish = new Wish(recipe.classLabel(), recipe.prompt(), null);
        BeginSettings begin = RecipeBeginning.read(recipe);
        BeginningFiles files = StudioSampleModel.files(begin);
        PipelineListener watch = new Steps();
        if (begin.extendsPicture()) {
            SamplingPlan plan =
                    SamplingPlan.of(
                            RecipeSettings.how(recipe)
                                    .with("seed", recipe.seed() + SEEDS_APART * recipe.index()),
                            wish,
                            1,
                            1);
            return new BegunSampling(model, files, plan).draw(watch).get(0);
        }
        Matcher together = TOGETHER.matcher(recipe.settings().getOrDefault(LoadedModel.BATCH, ""));
        if (together.matches()) {
            return together(recipe, wish, files, together).get(place(together));
        }
        int[] batch = batch(recipe);
        List<Wish> wishes = Collections.nCopies(batch[1] + 1, wish);
        SamplingPlan plan =
                new SamplingPlan(RecipeSettings.how(recipe), wishes, batch[1] - batch[0] + 1, 0)
                        .withFrom(files.beginning(model.pipeline().model()));
        return model.pipeline()
                .batch(plan, batch[0], batch[1] - batch[0] + 1, watch)
                .get(recipe.index() - batch[0]);
    }

    /**
     * A picture that was drawn beside others with other seeds. What they show does not matter for
     * its bits, their number and its place may.
     */
    private List<PixelImage> together(
            ImageRecipe recipe, Wish wish, BeginningFiles files, Matcher said) {
        int size = Integer.parseInt(said.group(2));
        if (place(said) >= size) {
            throw new IllegalArgumentException("its batch is '" + said.group() + "'");
        }
        SamplingPlan plan =
                new SamplingPlan(RecipeSettings.how(recipe), Collections.nCopies(size, wish), 1, 0)
                        .withFrom(files.beginning(model.pipeline().model()))
                        .withSeeds(Collections.nCopies(size, recipe.seed()));
        return model.pipeline().batch(plan, 0, size, new Steps());
    }

    private static int place(Matcher said) {
        return Integer.parseInt(said.group(1));
    }

    /** First and last index of the pictures that were drawn at once; old recipes say nothing. */
    private static int[] batch(ImageRecipe recipe) {
        String said = recipe.settings().getOrDefault(LoadedModel.BATCH, "");
        if (said.matches("\\d{1,6}-\\d{1,6}")) {
            int dash = said.indexOf('-');
            int first = Integer.parseInt(said.substring(0, dash));
            int last = Integer.parseInt(said.substring(dash + 1));
            if (first <= recipe.index() && recipe.index() <= last && last - first < 1024) {
                return new int[] {first, last};
            }
        }
        return new int[] {recipe.index(), recipe.index()};
    }

    private Map<String, Object> compare(ImageRecipe recipe, PixelImage before, PixelImage again)
            throws RefusedException {
        if (before.width() != again.width() || before.height() != again.height()) {
            throw new RefusedException(
                    "drawn again it has %dx%d pixels, not %dx%d"
                            .formatted(
                                    again.width(), again.height(), before.width(), before.height()),
                    "Was the file changed, or is the model another one?");
        }
        int different = 0;
        int largest = 0;
        for (int i = 0; i < before.argb().length; i++) {
            int a = before.argb()[i];
            int b = again.argb()[i];
            different += a == b ? 0 : 1;
            for (int shift = 0; shift < 24; shift += 8) {
                largest = Math.max(largest, Math.abs((a >> shift & 255) - (b >> shift & 255)));
            }
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("different", different);
        answer.put("pixels", before.argb().length);
        answer.put("largest", largest);
        answer.put("notes", notes(recipe, different));
        answer.put("png", Base64.getEncoder().encodeToString(PngFiles.encode(again, Map.of())));
        return answer;
    }

    private List<String> notes(ImageRecipe recipe, int different) {
        List<String> notes = new ArrayList<>();
        ImageRecipe now =
                model.recipe(SamplingPlan.of(RecipeSettings.how(recipe), Wish.NOTHING, 1, 1), 0);
        if (!now.modelFingerprint().equals(recipe.modelFingerprint())) {
            notes.add(
                    "The weights are other ones: the picture was drawn at step "
                            + recipe.checkpointStep()
                            + ", this model is at step "
                            + now.checkpointStep()
                            + ".");
        }
        if (!StudioVersion.current().equals(recipe.version())) {
            notes.add(
                    "It was drawn by version "
                            + recipe.version()
                            + "; this is "
                            + StudioVersion.current()
                            + ".");
        }
        if (different > 0 && notes.isEmpty()) {
            notes.add(
                    "Model and version are the same. Another processor, number of threads or"
                            + " precision rounds differently.");
        }
        return notes;
    }

    private final class Steps implements PipelineListener {
        @Override
        public void step(int step, int totalSteps, List<PixelImage> previews, int firstIndex) {
            listener.step(step, totalSteps, previews, firstIndex);
        }

        @Override
        public boolean cancelled() {
            return listener.cancelled();
        }
    }
}
