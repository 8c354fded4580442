package ldmstudio.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The choices of a prompt as steps of axes. Until every axis has chosen, a choice is held open in
 * the prompt by a letter of Unicode's private use area.
 */
final class MatrixSteps {
    private static final char FIRST_MARK = '\uE000';

    private final PromptMatrix matrix;

    MatrixSteps(PromptMatrix matrix) {
        this.matrix = matrix;
    }

    /** The prompt with the choices that vary held open. */
    String template() {
        return matrix.text(
                i ->
                        matrix.choices().get(i).options().size() > 1
                                ? mark(i)
                                : matrix.inserted(i, 0));
    }

    /** All combinations of some choices, the last one varying first. */
    List<GridAxisValues.Step> of(List<Integer> choices) {
        List<GridAxisValues.Step> steps =
                List.of(new GridAxisValues.Step("", point -> point, false));
        for (int choice : choices) {
            List<GridAxisValues.Step> longer = new ArrayList<>();
            for (GridAxisValues.Step step : steps) {
                for (int i = 0; i < matrix.choices().get(choice).options().size(); i++) {
                    longer.add(with(step, choice, i));
                }
            }
            steps = longer;
        }
        return steps;
    }

    private GridAxisValues.Step with(GridAxisValues.Step step, int choice, int option) {
        String label = matrix.choices().get(choice).label(option);
        String inserted = matrix.inserted(choice, option);
        return new GridAxisValues.Step(
                step.label().isEmpty() ? label : step.label() + ", " + label,
                point -> {
                    GridPoint before = step.change().apply(point);
                    String prompt = before.prompt().replace(mark(choice), inserted);
                    return before.withPrompt(PromptMatrix.tidy(prompt));
                },
                false);
    }

    private static String mark(int choice) {
        return String.format(Locale.ROOT, "%c", (char) (FIRST_MARK + choice));
    }
}
