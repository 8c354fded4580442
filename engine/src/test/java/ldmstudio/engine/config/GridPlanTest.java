package ldmstudio.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GridPlanTest {
    private static final GridFacts FACTS =
            new GridFacts(
                    true,
                    List.of("circle", "star"),
                    List.of("ddim", "euler"),
                    Map.of(1000L, "runs/a/checkpoints/step-00001000", 2000L, "runs/a/2000"),
                    path -> path.equals("runs/b") || path.endsWith(".png"));

    private static final GridConfig BASE =
            GridConfig.defaults()
                    .with("model", "runs/a")
                    .withSampling(SamplingConfig.of("ddim", 10, 2, 0, 1, 4, 7));

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    2, 4 ,8            ; 2 4 8
                    1-10:+3            ; 1 4 7 10
                    10-1:-3            ; 10 7 4 1
                    1-4                ; 1 2 3 4
                    3-1                ; 3 2 1
                    0-1 [5]            ; 0 0.25 0.5 0.75 1
                    0.8-1.2:+0.2, 2    ; 0.8 1 1.2 2
                    -2--1              ; -2 -1
                    5,5,               ; 5
                    """)
    void valuesAreListsAndRanges(String text, String values) {
        assertThat(String.join(" ", ValueList.words(text))).isEqualTo(values);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    a {red|blue} {circle|star} ; a red circle,a red star,a blue circle,a blue star
                    a circle|at night|in snow  ; a circle,a circle, in snow,a circle, at night,a circle, at night, in snow
                    a {|large} dot             ; a dot,a large dot
                    a {only} dot               ; a only dot
                    1 \\| 2 {x\\|y|z}          ; 1 | 2 x|y,1 | 2 z
                    """)
    void aPromptMatrixHoldsEveryCombination(String text, String expected) {
        PromptMatrix matrix = PromptMatrix.of(text);
        List<String> all = new java.util.ArrayList<>(List.of());
        combine(matrix, List.of(), all);
        assertThat(String.join(",", all)).isEqualTo(expected);
    }

    private static void combine(PromptMatrix matrix, List<Integer> picked, List<String> into) {
        if (picked.size() == matrix.choices().size()) {
            into.add(matrix.text(picked));
            return;
        }
        for (int i = 0; i < matrix.choices().get(picked.size()).options().size(); i++) {
            List<Integer> longer = new java.util.ArrayList<>(picked);
            longer.add(i);
            combine(matrix, longer, into);
        }
    }

    @Test
    void bracesThatDoNotPairAreNamed() {
        assertThatThrownBy(() -> PromptMatrix.of("a {red|blue circle"))
                .hasMessageContaining("{ at letter 3 is not closed");
        assertThatThrownBy(() -> PromptMatrix.of("a red} circle"))
                .hasMessageContaining("} at letter 6 has no partner");
    }

    @Test
    void threeAxesMakeCellsWithAllTheirSettings() {
        GridPlan plan =
                plan(
                        BASE.with("prompt", "a red circle")
                                .withAxis("x", new GridAxis("guidance_scale", "1, 3"))
                                .withAxis("y", new GridAxis("prompt.replace", "red|blue|"))
                                .withAxis("z", new GridAxis("model", "2000, runs/b")));
        assertThat(plan.cells()).hasSize(12);
        assertThat(plan.columns()).containsExactly("Guidance 1", "Guidance 3");
        assertThat(plan.rows()).containsExactly("red", "blue", "without red");
        assertThat(plan.pages()).containsExactly("step 2000", "runs/b");
        GridPlan.Cell last = plan.cells().get(11);
        assertThat(last.name()).isEqualTo("cell-z1-y2-x1");
        assertThat(last.point().prompt()).isEqualTo("a circle");
        assertThat(last.point().model()).isEqualTo("runs/b");
        assertThat(last.point().how().guidanceScale()).isEqualTo(3);
        assertThat(last.point().how().seed()).isEqualTo(7);
        assertThat(last.point().how().count()).isEqualTo(1);
        assertThat(plan.cells().get(0).point().model()).isEqualTo("runs/a/2000");
        assertThat(plan.caption(last)).isEqualTo("Guidance 3 · without red · runs/b");
        // Guidance of 1 asks the denoiser once a step, any other twice.
        assertThat(plan.calls(plan.cells())).isEqualTo(6 * 10 + 6 * 20);
    }

    @Test
    void choicesInThePromptTakeTheFreeAxesAndTheRestSharesTheLast() {
        GridPlan plan =
                plan(
                        BASE.with("prompt", "a {|large} {red|blue} {circle|star}|at night")
                                .withAxis("y", new GridAxis("seed", "1-2")));
        assertThat(plan.columns()).containsExactly("without large", "large");
        assertThat(plan.rows()).containsExactly("Sampling seed 1", "Sampling seed 2");
        assertThat(plan.pages())
                .hasSize(8)
                .startsWith("red, circle, without at night", "red, circle, at night");
        assertThat(plan.cells().get(plan.cells().size() - 1).point().prompt())
                .isEqualTo("a large blue star, at night");
        assertThat(plan.cells().get(0).point().prompt()).isEqualTo("a red circle");
    }

    @Test
    void oneModelIsDrawnWithAfterTheOther() {
        GridPlan plan =
                plan(
                        BASE.withAxis("x", new GridAxis("model", "1000, 2000"))
                                .withAxis("y", new GridAxis("seed", "1,2")));
        assertThat(plan.inDrawingOrder().stream().map(cell -> cell.point().model()))
                .containsExactly(
                        "runs/a/checkpoints/step-00001000",
                        "runs/a/checkpoints/step-00001000",
                        "runs/a/2000",
                        "runs/a/2000");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceBesideItsField() {
        GridConfig wrong =
                BASE.with("prompt", "a {red")
                        .with("class_name", "square")
                        .withAxis("x", new GridAxis("stepz", "1"))
                        .withAxis("y", new GridAxis("sampler", "ddim, dpmpp_2m, nonsense"))
                        .withAxis("z", new GridAxis("model", "3000, runs/gone"));
        List<Problem> problems = GridPlan.check(wrong, FACTS).problems();
        assertThat(problems)
                .extracting(Problem::key)
                .containsExactlyInAnyOrder(
                        "class_name",
                        "x.key",
                        "y.values",
                        "y.values",
                        "z.values",
                        "z.values",
                        "prompt");
        assertThat(problems.toString())
                .contains("did you mean steps?")
                .contains("dpmpp_2m: does not draw from this model; allowed: ddim, euler")
                .contains("1000, 2000");
        assertThat(keys(BASE)).containsExactly("x.key");
        assertThat(keys(BASE.withAxis("x", new GridAxis("steps", "0, 5-1:+1"))))
                .containsExactly("x.values");
        assertThat(keys(BASE.withAxis("x", new GridAxis("from.strength", "0.5"))))
                .containsExactly("x.values");
        assertThat(
                        keys(
                                BASE.withAxis("x", new GridAxis("seed", "1-256"))
                                        .withAxis("y", new GridAxis("steps", "1-20"))))
                .containsExactly("x.values");
    }

    @Test
    void aGridSurvivesItsYaml() {
        GridConfig grid =
                BASE.with("prompt", "a {red|blue} \"dot\"|at night")
                        .with("picture", "a.png")
                        .with("extend", "0,0,8,0")
                        .withAxis("x", new GridAxis("sigma_scale", "0.9-1 [3]"));
        assertThat(GridConfig.parse(grid.toYaml(), "grid")).isEqualTo(grid);
    }

    private static GridPlan plan(GridConfig grid) {
        GridPlan.Checked checked = GridPlan.check(grid, FACTS);
        assertThat(checked.problems()).isEmpty();
        return GridPlan.of(grid, FACTS);
    }

    private static List<String> keys(GridConfig grid) {
        return GridPlan.check(grid, FACTS).problems().stream().map(Problem::key).toList();
    }
}
