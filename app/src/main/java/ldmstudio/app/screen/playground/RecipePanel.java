package ldmstudio.app.screen.playground;

import java.util.LinkedHashMap;
import java.util.Map;
import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** A dropped picture's recipe beside what is set, field by field; what differs is ticked. */
final class RecipePanel extends VBox {
    private static final PseudoClass DIFFERS = PseudoClass.getPseudoClass("differs");

    private final FormEdits edits;
    private final Label title = new Label();
    private final GridPane table = new GridPane();
    private final Button apply = new Button("Apply");
    private final Map<CheckBox, RecipeOffer.Line> ticks = new LinkedHashMap<>();

    RecipePanel(FormEdits edits) {
        super(10);
        this.edits = edits;
        setId("recipe-panel");
        getStyleClass().add("recipe-panel");
        setPadding(new Insets(16));
        title.getStyleClass().add("empty-title");
        title.setWrapText(true);
        for (double share : new double[] {22, 39, 39}) {
            ColumnConstraints column = new ColumnConstraints();
            column.setPercentWidth(share);
            table.getColumnConstraints().add(column);
        }
        table.setHgap(8);
        table.setVgap(2);
        ScrollPane scroll = new ScrollPane(table);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("plain-scroll");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        apply.setId("recipe-apply");
        apply.getStyleClass().add("accent");
        apply.setDefaultButton(false);
        apply.setOnAction(e -> apply());
        Button all = new Button("Tick all");
        all.setId("recipe-all");
        all.setOnAction(e -> ticks.keySet().forEach(tick -> tick.setSelected(!tick.isDisabled())));
        Button none = new Button("None");
        none.setId("recipe-none");
        none.setOnAction(e -> ticks.keySet().forEach(tick -> tick.setSelected(false)));
        Button cancel = new Button("Leave everything as it is");
        cancel.setId("recipe-cancel");
        cancel.setTooltip(new Tooltip("Esc"));
        cancel.setOnAction(e -> edits.dismiss());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox buttons = new HBox(8, all, none, gap, cancel, apply);
        buttons.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(title, scroll, buttons);
        addEventHandler(
                KeyEvent.KEY_PRESSED,
                e -> {
                    if (e.getCode() == KeyCode.ESCAPE) {
                        edits.dismiss();
                        e.consume();
                    }
                });
        edits.offerProperty().addListener((o, was, is) -> show(is));
        show(edits.offerProperty().get());
    }

    private void show(@Nullable RecipeOffer offer) {
        setVisible(offer != null);
        setManaged(offer != null);
        table.getChildren().clear();
        ticks.clear();
        if (offer == null) {
            return;
        }
        title.setText("The recipe of " + offer.picture().getFileName());
        table.addRow(0, head("Field"), head("Now"), head("In the picture"));
        int row = 1;
        for (RecipeOffer.Line line : offer.lines()) {
            CheckBox tick = new CheckBox(line.label());
            tick.setId("recipe-" + line.key());
            tick.setMinWidth(USE_PREF_SIZE);
            tick.setSelected(line.differs() && line.isPossible());
            tick.setDisable(!line.isPossible());
            tick.setAccessibleText(
                    line.label()
                            + ": now "
                            + line.present()
                            + ", in the picture "
                            + line.offered()
                            + (line.isPossible() ? "" : ". " + line.obstacle()));
            tick.selectedProperty().addListener((o, was, is) -> count());
            ticks.put(tick, line);
            table.addRow(
                    row++,
                    tick,
                    value(line.present(), false),
                    value(line.offered(), line.differs() && line.isPossible()));
            if (!line.isPossible()) {
                Label why = new Label(line.obstacle());
                why.setId("recipe-" + line.key() + "-obstacle");
                why.setWrapText(true);
                why.setMinHeight(USE_PREF_SIZE);
                why.getStyleClass().addAll("text-small", "play-cut");
                table.add(why, 1, row++, 2, 1);
            }
        }
        count();
        apply.requestFocus();
    }

    private static Label head(String words) {
        Label label = new Label(words);
        label.getStyleClass().addAll("text-muted", "text-small");
        return label;
    }

    private static Label value(String words, boolean differs) {
        Label label = new Label(words.isEmpty() ? "—" : words.replace('\n', '|'));
        label.getStyleClass().addAll("recipe-line", "play-field");
        // The end of a path says more than its beginning.
        label.setTextOverrun(
                words.startsWith("/") ? OverrunStyle.LEADING_ELLIPSIS : OverrunStyle.ELLIPSIS);
        label.setTooltip(new Tooltip(words.isEmpty() ? "empty" : words));
        label.setMaxWidth(Double.MAX_VALUE);
        label.pseudoClassStateChanged(DIFFERS, differs);
        return label;
    }

    private void count() {
        long ticked = ticks.keySet().stream().filter(CheckBox::isSelected).count();
        apply.setText(ticked == 1 ? "Apply 1 field" : "Apply " + ticked + " fields");
        apply.setDisable(ticked == 0);
    }

    private void apply() {
        edits.apply(
                ticks.entrySet().stream()
                        .filter(e -> e.getKey().isSelected())
                        .map(Map.Entry::getValue)
                        .toList());
    }
}
