package ldmstudio.app.screen.playground.script;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import ldmstudio.app.control.SegmentedChoice;
import ldmstudio.engine.config.GridPlan;
import ldmstudio.engine.config.Problem;
import ldmstudio.engine.run.GridFolder;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignG;

/** Layout of the section "Script". */
final class ScriptView {
    private static final String SYNTAX =
            "Write choices into the prompt: {red|blue} draws each of them, {|large} without and"
                    + " with. Parts after a | outside braces are switched on and off: a circle|at"
                    + " night|in snow. \\ takes the next letter as it is.";

    private final ScriptModel model;
    private final GridView grid;
    private final VBox root = new VBox(8);
    private final Map<String, AxisRow> rows = new HashMap<>();
    private final VBox axes = new VBox(8);
    private final Label syntax = new Label(SYNTAX);
    private final Label summary = new Label();
    private final Label problem = new Label();
    private final CheckBox goOn = new CheckBox();
    private final Button open;

    ScriptView(ScriptModel model, GridView grid) {
        this.model = model;
        this.grid = grid;
        SegmentedChoice<ScriptModel.Kind> kinds =
                new SegmentedChoice<>(
                        List.of(ScriptModel.Kind.values()),
                        ScriptModel.Kind.NONE,
                        ScriptModel.Kind::words,
                        k -> "script-" + k.name().toLowerCase(java.util.Locale.ROOT));
        kinds.valueProperty().bindBidirectional(model.kindProperty());
        for (String axis : ScriptModel.AXES) {
            AxisRow row = new AxisRow(axis, model);
            rows.put(axis, row);
            axes.getChildren().add(row);
        }
        syntax.setId("script-syntax");
        syntax.setWrapText(true);
        syntax.setMinHeight(Region.USE_PREF_SIZE);
        syntax.getStyleClass().add("text-muted");
        summary.setId("script-summary");
        summary.setWrapText(true);
        summary.setMinHeight(Region.USE_PREF_SIZE);
        problem.setId("script-problem");
        problem.setWrapText(true);
        problem.setMinHeight(Region.USE_PREF_SIZE);
        problem.getStyleClass().addAll("danger", "field-problem");
        goOn.setId("script-go-on");
        goOn.setWrapText(true);
        goOn.setMinHeight(Region.USE_PREF_SIZE);
        goOn.selectedProperty().bindBidirectional(model.goOnProperty());
        open = new Button("Look at the grid", new FontIcon(MaterialDesignG.GRID));
        open.setId("script-open");
        open.getStyleClass().add("small");
        open.setOnAction(e -> openLast());
        root.setId("script");
        root.setPadding(new Insets(2, 0, 2, 0));
        root.getChildren().addAll(kinds, syntax, axes, problem, summary, goOn, open);
        model.changesProperty().addListener((o, was, is) -> show());
        show();
    }

    private void openLast() {
        GridFolder folder = model.last();
        if (folder != null) {
            grid.open(folder);
        }
    }

    /** Looks up what would be drawn now. */
    void look() {
        if (model.kindProperty().get() != ScriptModel.Kind.NONE) {
            show();
        }
    }

    private void show() {
        ScriptModel.Kind kind = model.kindProperty().get();
        visible(axes, kind == ScriptModel.Kind.GRID);
        visible(syntax, kind == ScriptModel.Kind.MATRIX);
        visible(open, model.last() != null);
        Optional<GridPlan.Checked> checked = model.check();
        List<Problem> problems = checked.map(GridPlan.Checked::problems).orElse(List.of());
        rows.forEach(
                (axis, row) ->
                        row.say(
                                problems.stream()
                                        .filter(p -> p.key().startsWith(axis + "."))
                                        .toList()));
        List<Problem> others =
                problems.stream()
                        .filter(
                                p ->
                                        kind == ScriptModel.Kind.MATRIX
                                                || !p.key().matches("[xyz]\\..*"))
                        .toList();
        problem.setText(
                String.join("\n", others.stream().map(p -> ScriptModel.words(kind, p)).toList()));
        visible(problem, !others.isEmpty());
        GridPlan plan = checked.map(GridPlan.Checked::plan).orElse(null);
        summary.setText(plan == null ? "" : summary(plan));
        visible(summary, plan != null);
        Optional<GridFolder> stopped = plan == null ? Optional.empty() : model.stopped(plan);
        stopped.ifPresent(
                folder ->
                        goOn.setText(
                                "Go on with the grid that was stopped: "
                                        + folder.missing().size()
                                        + " of "
                                        + folder.plan().cells().size()
                                        + " pictures are left"));
        goOn.setVisible(stopped.isPresent());
        goOn.setManaged(stopped.isPresent());
    }

    private String summary(GridPlan plan) {
        long calls = plan.calls(plan.cells());
        StringBuilder words = new StringBuilder();
        words.append(plan.cells().size()).append(" pictures (").append(plan.columns().size());
        words.append(" × ").append(plan.rows().size());
        if (plan.pages().size() > 1) {
            words.append(", ").append(plan.pages().size()).append(" pages");
        }
        words.append("), ").append(String.format("%,d", calls)).append(" denoiser calls, ");
        words.append(
                model.seconds(calls)
                        .map(seconds -> "about " + GridWords.duration(seconds))
                        .orElse("the time is known once this model has drawn"));
        return words.toString();
    }

    private static void visible(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    Node node() {
        return root;
    }
}
