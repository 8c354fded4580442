package ldmstudio.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Reads what an axis of a grid varies into labelled changes, and says all that is wrong with it.
 */
final class GridAxisValues {
    /**
     * One place on an axis: its label, and what it changes.
     *
     * @param last whether it changes what the other axes have made
     */
    record Step(String label, UnaryOperator<GridPoint> change, boolean last) {
        Step(String label, UnaryOperator<GridPoint> change) {
            this(label, change, false);
        }
    }

    private final GridConfig grid;
    private final GridFacts facts;
    private final List<Problem> problems;

    GridAxisValues(GridConfig grid, GridFacts facts, List<Problem> problems) {
        this.grid = grid;
        this.facts = facts;
        this.problems = problems;
    }

    /**
     * The steps of an axis; empty when it varies nothing or is wrong.
     *
     * @param name x, y or z: where problems are said to be
     */
    List<Step> read(String name, GridAxis axis) {
        if (axis.isNone()) {
            return List.of();
        }
        List<GridKey> keys = GridKey.all();
        GridKey key =
                keys.stream().filter(k -> k.key().equals(axis.key())).findFirst().orElse(null);
        if (key == null) {
            List<String> words = keys.stream().map(GridKey::key).toList();
            problems.add(
                    Problem.of(
                                    name + ".key",
                                    axis.key(),
                                    "is nothing that a grid can vary",
                                    String.join(", ", words))
                            .withNearestKey(NearestKey.of(axis.key(), words, words)));
            return List.of();
        }
        String place = name + ".values";
        List<String> values;
        try {
            values = values(key, axis.values());
        } catch (IllegalArgumentException e) {
            wrong(place, axis.values(), String.valueOf(e.getMessage()), key.help());
            return List.of();
        }
        if (values.isEmpty()) {
            wrong(place, "", "has no values yet", "");
            return List.of();
        }
        return switch (key.key()) {
            case GridKey.PROMPT -> prompts(place, values);
            case GridKey.REPLACE -> replacements(place, values);
            case GridKey.CLASS -> classes(place, values);
            case GridKey.MODEL -> models(place, values);
            case GridKey.STRENGTH, GridKey.VARIATION -> shares(place, key, values);
            default -> settings(place, key, values);
        };
    }

    private List<String> values(GridKey key, String text) {
        if (key.texts()) {
            return text.isBlank() ? List.of() : ValueList.parted(text);
        }
        boolean all = text.strip().equals("all");
        if (all && key.key().equals(GridKey.CLASS)) {
            return facts.classes();
        }
        if (all && key.key().equals(GridKey.MODEL)) {
            return facts.checkpoints().keySet().stream().map(String::valueOf).toList();
        }
        if (all && key.key().equals("sampler") && !facts.samplers().isEmpty()) {
            return facts.samplers();
        }
        RecordSchema.Component field = RecordSchema.of(SamplingConfig.class).find(key.key());
        if (all && field != null && field.field().oneOf().length > 0) {
            return List.of(field.field().oneOf());
        }
        return ValueList.words(text);
    }

    private void wrong(String place, String value, String message, String allowed) {
        problems.add(Problem.of(place, value, message, allowed));
    }

    private List<Step> prompts(String place, List<String> values) {
        if (!hears(place)) {
            return List.of();
        }
        List<Step> steps = new ArrayList<>();
        values.forEach(
                value ->
                        steps.add(
                                new Step(
                                        value.isEmpty() ? "no prompt" : value,
                                        point -> point.withPrompt(value))));
        return steps;
    }

    private List<Step> replacements(String place, List<String> values) {
        if (!hears(place)) {
            return List.of();
        }
        String sought = values.get(0);
        if (sought.isEmpty() || values.size() < 2) {
            wrong(
                    place,
                    String.join("|", values),
                    "needs a text to look for and others",
                    "old|new");
            return List.of();
        }
        if (!grid.prompt().contains(sought)
                && !grid.x().key().equals(GridKey.PROMPT)
                && !grid.y().key().equals(GridKey.PROMPT)
                && !grid.z().key().equals(GridKey.PROMPT)) {
            wrong(place, sought, "does not occur in the prompt", "");
            return List.of();
        }
        List<Step> steps = new ArrayList<>();
        for (String value : values) {
            steps.add(
                    new Step(
                            value.isEmpty() ? "without " + sought : value,
                            point -> point.withPrompt(replaced(point.prompt(), sought, value)),
                            true));
        }
        return steps;
    }

    private static String replaced(String prompt, String sought, String by) {
        return PromptMatrix.tidy(prompt.replace(sought, by));
    }

    private boolean hears(String place) {
        if (!facts.text()) {
            wrong(place, "", "varies the prompt, and this model does not listen to text", "");
        }
        return facts.text();
    }

    private List<Step> classes(String place, List<String> values) {
        List<Step> steps = new ArrayList<>();
        for (String value : values) {
            int label = facts.label(value);
            if (label < 0) {
                wrong(
                        place,
                        value,
                        facts.classes().isEmpty()
                                ? "is no class: this model knows none"
                                : "is none of the model's classes",
                        String.join(", ", facts.classes()));
            } else {
                steps.add(
                        new Step(facts.classes().get(label), point -> point.withClassLabel(label)));
            }
        }
        return steps;
    }

    private List<Step> models(String place, List<String> values) {
        List<Step> steps = new ArrayList<>();
        for (String value : values) {
            String path = value;
            String label = value.replaceAll(".*[/\\\\]([^/\\\\]+[/\\\\][^/\\\\]+)$", "$1");
            if (value.matches("\\d{1,18}")) {
                path = facts.checkpoints().get(Long.parseLong(value));
                label = "step " + value;
                if (path == null) {
                    wrong(
                            place,
                            value,
                            "is no step of which the run has a checkpoint",
                            facts.checkpoints().isEmpty()
                                    ? "paths; the model is no run"
                                    : String.join(
                                            ", ",
                                            facts.checkpoints().keySet().stream()
                                                    .map(String::valueOf)
                                                    .toList()));
                    continue;
                }
            } else if (!facts.isThere().test(value)) {
                wrong(place, value, "is not there", "runs, checkpoints or model files");
                continue;
            }
            String model = path;
            steps.add(new Step(label, point -> point.withModel(model)));
        }
        return steps;
    }

    private List<Step> shares(String place, GridKey key, List<String> values) {
        boolean strength = key.key().equals(GridKey.STRENGTH);
        if (strength && grid.picture().isBlank()) {
            wrong(place, "", "needs a picture to start from", "");
            return List.of();
        }
        List<Step> steps = new ArrayList<>();
        for (String value : values) {
            double share;
            try {
                share = Double.parseDouble(value);
            } catch (NumberFormatException e) {
                share = Double.NaN;
            }
            double number = share;
            if (!(number >= 0 && number <= 1) || (strength && number == 0)) {
                wrong(
                        place,
                        value,
                        "is out of range",
                        strength ? "more than 0, at most 1" : "0 to 1");
            } else {
                steps.add(
                        new Step(
                                key.label().toLowerCase(java.util.Locale.ROOT) + " " + value,
                                point ->
                                        strength
                                                ? point.withStrength(number)
                                                : point.withVariation(number)));
            }
        }
        return steps;
    }

    private List<Step> settings(String place, GridKey key, List<String> values) {
        List<Step> steps = new ArrayList<>();
        for (String value : values) {
            try {
                SamplingConfig tried = grid.sampling().with(key.key(), value);
                Object read = tried.get(key.key());
                boolean foreign =
                        key.key().equals("sampler")
                                && !facts.samplers().isEmpty()
                                && !facts.samplers().contains(value);
                if (foreign) {
                    wrong(
                            place,
                            value,
                            "does not draw from this model",
                            String.join(", ", facts.samplers()));
                    continue;
                }
                String label =
                        key.texts()
                                ? (value.isEmpty() ? "none" : value)
                                : key.key().equals("sampler") ? value : key.label() + " " + value;
                steps.add(
                        new Step(label, point -> point.withHow(point.how().with(key.key(), read))));
            } catch (ConfigException e) {
                Problem first = e.problems().get(0);
                // Some messages quote the value themselves.
                boolean quoted = first.message().startsWith("\"");
                wrong(place, quoted ? "" : value, first.message(), first.allowed());
            }
        }
        return steps;
    }
}
