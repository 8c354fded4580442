package ldmstudio.engine.config;

import java.util.ArrayList;
import java.util.List;
import ldmstudio.engine.config.GridAxisValues.Step;

/** Turns a grid's configuration into a plan: its axes, and the prompt's choices on those left. */
final class GridReading {
    private static final List<String> NAMES = List.of("x", "y", "z");

    private final GridConfig config;
    private final GridFacts facts;
    private final List<Problem> problems = new ArrayList<>();

    GridReading(GridConfig config, GridFacts facts) {
        this.config = config;
        this.facts = facts;
    }

    GridPlan.Checked read() {
        int label = label();
        checkFiles();
        List<GridAxis> given = List.of(config.x(), config.y(), config.z());
        GridAxisValues values = new GridAxisValues(config, facts, problems);
        List<List<Step>> axes = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            axes.add(values.read(NAMES.get(i), given.get(i)));
            refuseTwice(given, i);
        }
        String prompt = matrix(given, axes);
        long cells = 1;
        for (List<Step> axis : axes) {
            cells *= Math.max(1, axis.size());
        }
        if (cells > GridPlan.MOST_CELLS) {
            problem(
                    "x.values",
                    cells + " pictures",
                    "are too many",
                    "at most " + GridPlan.MOST_CELLS);
        }
        if (problems.isEmpty() && cells == 1) {
            problem(
                    "x.key",
                    "",
                    "nothing varies",
                    "choose what varies, or write choices such as {red|blue} into the prompt");
        }
        if (!problems.isEmpty()) {
            return new GridPlan.Checked(null, List.copyOf(problems));
        }
        GridPoint base =
                new GridPoint(
                        config.sampling().with("count", 1),
                        prompt,
                        label,
                        config.model(),
                        config.strength(),
                        config.variationAmount());
        return new GridPlan.Checked(GridPlan.of(config, base, axes), List.of());
    }

    private int label() {
        if (config.className().isBlank()) {
            return -1;
        }
        int label = facts.label(config.className());
        if (label < 0) {
            problem(
                    "class_name",
                    config.className(),
                    "is none of the model's classes",
                    facts.classes().isEmpty() ? "nothing" : String.join(", ", facts.classes()));
        }
        return label;
    }

    private void checkFiles() {
        if (!config.picture().isBlank() && !facts.isThere().test(config.picture())) {
            problem("picture", config.picture(), "is not there", "a picture's file");
        }
        if (!config.mask().isBlank() && !facts.isThere().test(config.mask())) {
            problem("mask", config.mask(), "is not there", "a picture's file");
        }
        if (config.picture().isBlank() && !(config.mask() + config.extend()).isBlank()) {
            problem("picture", "", "is empty, and a mask or margin needs one", "a picture's file");
        }
    }

    private void refuseTwice(List<GridAxis> given, int i) {
        for (int before = 0; before < i; before++) {
            GridAxis axis = given.get(i);
            if (!axis.isNone()
                    && given.get(before).key().equals(axis.key())
                    && !axis.key().equals(GridKey.REPLACE)) {
                problem(
                        NAMES.get(i) + ".key",
                        axis.key(),
                        "varies along " + NAMES.get(before) + " already",
                        "");
            }
        }
    }

    /**
     * Lays the prompt's choices on the axes that are free; what is too much shares the last one.
     */
    private String matrix(List<GridAxis> given, List<List<Step>> axes) {
        PromptMatrix matrix;
        try {
            matrix = PromptMatrix.of(config.prompt());
        } catch (IllegalArgumentException e) {
            problem("prompt", config.prompt(), String.valueOf(e.getMessage()), "");
            return "";
        }
        boolean said = !config.prompt().isBlank();
        if (said && !facts.text()) {
            problem("prompt", config.prompt(), "this model does not listen to text", "nothing");
        }
        List<Integer> varying = new ArrayList<>();
        for (int i = 0; i < matrix.choices().size(); i++) {
            if (matrix.choices().get(i).options().size() > 1) {
                varying.add(i);
            }
        }
        List<Integer> first = matrix.choices().stream().map(choice -> 0).toList();
        if (varying.isEmpty()) {
            return matrix.text(first);
        }
        if (given.stream().anyMatch(axis -> axis.key().equals(GridKey.PROMPT))) {
            problem(
                    "prompt",
                    config.prompt(),
                    "holds choices while an axis gives whole prompts: only one of both",
                    "");
            return "";
        }
        List<Integer> free = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            if (given.get(i).isNone()) {
                free.add(i);
            }
        }
        if (free.isEmpty()) {
            problem(
                    "prompt",
                    config.prompt(),
                    "holds choices, and all three axes are taken",
                    "leave an axis empty");
            return "";
        }
        MatrixSteps steps = new MatrixSteps(matrix);
        for (int i = 0; i < Math.min(free.size(), varying.size()); i++) {
            boolean last = i == free.size() - 1;
            List<Integer> together =
                    last ? varying.subList(i, varying.size()) : varying.subList(i, i + 1);
            axes.set(free.get(i), steps.of(together));
        }
        return steps.template();
    }

    private void problem(String key, String value, String message, String allowed) {
        problems.add(Problem.of(key, value, message, allowed));
    }
}
