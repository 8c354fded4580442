package ldmstudio.app.screen.playground;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import ldmstudio.app.control.NumberText;
import ldmstudio.engine.config.FieldInfo;
import ldmstudio.engine.config.FormModel;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.run.ImageRecipe;
import ldmstudio.engine.worker.BeginSettings;

/**
 * A picture's recipe beside the present values, field by field; nothing changes until it is
 * applied.
 *
 * @param picture the file it came in
 * @param model what the picture was drawn with; empty: unknown
 * @param begin what it began from; empty: noise, or not to be understood
 */
record RecipeOffer(Path picture, String model, List<Line> lines, Optional<BeginSettings> begin) {
    /** Key of the line for the model, which is no value of the form. */
    static final String MODEL = "model";

    /** Key of the line for what was begun from, likewise. */
    static final String BEGIN = "begin";

    /**
     * A field with both of its values.
     *
     * @param apply puts the recipe's value over the present one
     * @param obstacle why it cannot be taken over; empty: it can
     */
    record Line(
            String key,
            String label,
            String present,
            String offered,
            UnaryOperator<DrawValues> apply,
            String obstacle) {
        Line(
                String key,
                String label,
                String present,
                String offered,
                UnaryOperator<DrawValues> apply) {
            this(key, label, present, offered, apply, "");
        }

        boolean differs() {
            return !present.equals(offered);
        }

        boolean isPossible() {
            return obstacle.isEmpty();
        }

        /** A setting that stays as it was when it is applied is none of this version. */
        private Line checked(DrawValues values) {
            boolean without = differs() && apply.apply(values).equals(values);
            return without
                    ? new Line(
                            key,
                            label,
                            present,
                            offered,
                            apply,
                            "This version has no such value for it.")
                    : this;
        }
    }

    RecipeOffer {
        lines = List.copyOf(lines);
    }

    /**
     * @param present the values as they stand
     * @param presentModel name of the chosen model
     * @param recipeModel name of the recipe's, the same where it is the chosen one; empty: it is
     *     not here
     * @param classes names of the chosen model's classes
     */
    static RecipeOffer of(
            Path picture,
            ImageRecipe recipe,
            DrawValues present,
            String presentModel,
            String recipeModel,
            List<String> classes) {
        List<Line> lines = new ArrayList<>();
        lines.add(
                new Line(
                        MODEL,
                        "Model",
                        presentModel,
                        recipeModel.isEmpty() ? recipe.modelPath() : recipeModel,
                        UnaryOperator.identity(),
                        recipeModel.isEmpty()
                                ? "This model is not here: the present one draws other pictures."
                                : ""));
        if (!recipe.prompt().isEmpty() || !present.prompt().isBlank()) {
            lines.add(
                    new Line(
                            "prompt",
                            "Prompt",
                            present.prompt(),
                            recipe.prompt(),
                            v -> v.withPrompt(recipe.prompt())));
        }
        int label = recipe.classLabel();
        if (label >= 0) {
            lines.add(
                    new Line(
                            "class",
                            "Class",
                            classWords(present.classLabels(), classes),
                            recipe.className().isEmpty()
                                    ? classWords(List.of(label), classes)
                                    : recipe.className(),
                            v -> v.withClasses(List.of(label))));
        }
        sampling(recipe, present, lines);
        Optional<BeginSettings> begin = begin(recipe);
        begin.filter(b -> !b.equals(BeginSettings.NOISE))
                .ifPresent(
                        b ->
                                lines.add(
                                        new Line(
                                                BEGIN,
                                                "Start from",
                                                "",
                                                words(b),
                                                v -> v.withSize(b.width(), b.height()))));
        return new RecipeOffer(picture, recipe.modelPath(), lines, begin);
    }

    private static void sampling(ImageRecipe recipe, DrawValues present, List<Line> lines) {
        Map<String, String> said = new LinkedHashMap<>();
        said.put("negative_prompt", recipe.negativePrompt());
        said.put("seed", Long.toString(recipe.seed()));
        said.put("steps", Integer.toString(recipe.steps()));
        said.put("sampler", recipe.sampler());
        said.put("guidance_scale", NumberText.of(recipe.guidanceScale()));
        said.put("eta", NumberText.of(recipe.eta()));
        said.put("sigma_scale", NumberText.of(recipe.sigmaScale()));
        // The noise of picture i belongs to its place: fewer pictures would leave it out.
        int count = Math.max(present.how().count(), recipe.index() + 1);
        said.put("count", Integer.toString(count));
        SamplingConfig usual = SamplingConfig.defaults();
        for (String key : unusual(recipe, present)) {
            said.put(key, recipe.settings().getOrDefault(key, text(usual.get(key))));
        }
        Map<String, String> labels = new LinkedHashMap<>();
        for (FieldInfo field : FormModel.of(SamplingConfig.class)) {
            labels.put(field.path(), field.label());
        }
        // As the page calls them.
        labels.put("seed", "Seed");
        labels.put("count", "Pictures");
        said.forEach(
                (key, offered) -> {
                    String now = text(present.how().get(key));
                    UnaryOperator<DrawValues> apply =
                            v -> v.withHow(DrawValues.with(v.how(), key, offered));
                    lines.add(
                            new Line(
                                            key,
                                            labels.getOrDefault(key, key),
                                            now,
                                            offered,
                                            key.equals("seed")
                                                    ? v -> apply.apply(v).withSeedLocked(true)
                                                    : apply)
                                    .checked(present));
                });
    }

    /** Settings that are unusual in the recipe or now. */
    private static TreeSet<String> unusual(ImageRecipe recipe, DrawValues present) {
        TreeSet<String> keys = new TreeSet<>(present.how().unusual().keySet());
        for (FieldInfo field : FormModel.of(SamplingConfig.class)) {
            if (recipe.settings().containsKey(field.path())) {
                keys.add(field.path());
            }
        }
        return keys;
    }

    private static Optional<BeginSettings> begin(ImageRecipe recipe) {
        try {
            return Optional.of(BeginSettings.of(recipe));
        } catch (IllegalArgumentException ofAnotherProgram) {
            return Optional.empty();
        }
    }

    private static String words(BeginSettings begin) {
        StringBuilder words = new StringBuilder();
        if (!begin.picture().isEmpty()) {
            words.append(Path.of(begin.picture()).getFileName());
            words.append(", strength ").append(NumberText.of(begin.strength()));
        }
        if (!begin.mask().isEmpty()) {
            words.append(", with a mask");
        }
        if (begin.extendsPicture()) {
            words.append(", extended");
        }
        if (begin.width() > 0) {
            words.append(words.isEmpty() ? "" : ", ");
            words.append(begin.width()).append(" × ").append(begin.height());
        }
        if (begin.variationAmount() > 0) {
            words.append(words.isEmpty() ? "" : ", ").append("variation ");
            words.append(NumberText.of(begin.variationAmount()));
        }
        return words.toString();
    }

    private static String classWords(List<Integer> labels, List<String> classes) {
        return labels.isEmpty()
                ? "all in turn"
                : String.join(
                        ", ",
                        labels.stream()
                                .map(l -> l < classes.size() ? classes.get(l) : "" + l)
                                .toList());
    }

    private static String text(Object value) {
        return value instanceof Double number ? NumberText.of(number) : String.valueOf(value);
    }
}
