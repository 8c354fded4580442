package ldmstudio.app.screen.compare;

import java.util.List;
import java.util.Locale;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import ldmstudio.app.control.NumberSlider;
import ldmstudio.app.control.SegmentedChoice;
import ldmstudio.app.screen.compare.CompareState.Look;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;

/** How the pictures are looked at: side by side or as a pair, which ones, and which picture. */
final class LookBar extends VBox {
    static final int MOST_GAIN = 64;

    private final CompareViewModel model;
    private final SegmentedChoice<Look> look;
    private final ComboBox<String> first = new ComboBox<>();
    private final ComboBox<String> second = new ComboBox<>();
    private final NumberSlider gain =
            new NumberSlider(1, MOST_GAIN, 1, 4, "What differences are multiplied with, to be seen")
                    .withId("compare-gain");
    private final NumberSlider rate =
            new NumberSlider(0.5, 7, 0.5, 2, "Changes a second").withId("compare-rate");
    private final Label gainName = new Label("Times");
    private final Label rateName = new Label("Changes a second");
    private final Label index = new Label();
    private final HBox pictures;
    private final FlowPane pairLine;
    private boolean filling;

    LookBar(CompareViewModel model, Viewport viewport) {
        this.model = model;
        getStyleClass().add("screen-toolbar");
        setPadding(new Insets(6, 12, 6, 12));
        setSpacing(6);
        look =
                new SegmentedChoice<>(
                        List.of(Look.values()),
                        model.state().look(),
                        Look::label,
                        l -> "compare-look-" + l.name().toLowerCase(Locale.ROOT));
        look.valueProperty().addListener((o, was, is) -> model.update(state -> state.withLook(is)));
        index.setId("compare-index");
        Button before =
                icon(
                        "compare-previous",
                        MaterialDesignC.CHEVRON_LEFT,
                        "Previous picture (Alt+Left)");
        before.setOnAction(e -> step(model, -1));
        Button after =
                icon("compare-next", MaterialDesignC.CHEVRON_RIGHT, "Next picture (Alt+Right)");
        after.setOnAction(e -> step(model, 1));
        pictures = new HBox(2, before, index, after);
        pictures.setAlignment(Pos.CENTER);
        Button fit = icon("compare-fit", MaterialDesignF.FIT_TO_PAGE_OUTLINE, "Whole pictures (0)");
        fit.setOnAction(e -> viewport.fit());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox line = new HBox(12, look, gap, pictures, fit);
        line.setAlignment(Pos.CENTER_LEFT);
        pairLine =
                new FlowPane(
                        8,
                        4,
                        choice(first, "compare-first", "First picture of the pair"),
                        new Label("against"),
                        choice(second, "compare-second", "Second picture of the pair"),
                        swap(),
                        gainName,
                        gain,
                        rateName,
                        rate);
        pairLine.setAlignment(Pos.CENTER_LEFT);
        gain.setMaxWidth(200);
        rate.setMaxWidth(200);
        getChildren().addAll(line, pairLine);
        gain.valueProperty()
                .addListener(
                        (o, was, is) -> {
                            if (!filling) {
                                model.update(state -> state.withGain(is.doubleValue()));
                            }
                        });
        rate.valueProperty()
                .addListener(
                        (o, was, is) -> {
                            if (!filling) {
                                model.update(state -> state.withBlinkHz(is.doubleValue()));
                            }
                        });
        model.stateProperty().addListener((o, was, is) -> fill());
        fill();
    }

    /** Goes to another picture of all panes. */
    static void step(CompareViewModel model, int by) {
        int count = count(model);
        if (count > 0) {
            model.update(state -> state.withPicture(Math.floorMod(state.picture() + by, count)));
        }
    }

    private static int count(CompareViewModel model) {
        CompareState state = model.state();
        int most = 0;
        for (PaneSpec pane : state.panes()) {
            most =
                    Math.max(
                            most,
                            pane.draws()
                                    ? (int) Double.parseDouble(state.value(pane, SharedValue.COUNT))
                                    : 1);
        }
        return most;
    }

    private Node choice(ComboBox<String> box, String id, String help) {
        box.setId(id);
        box.setAccessibleText(help);
        box.setTooltip(new Tooltip(help));
        box.setPrefWidth(190);
        box.valueProperty()
                .addListener(
                        (o, was, is) -> {
                            if (!filling) {
                                model.update(
                                        state ->
                                                state.withPair(
                                                        first.getSelectionModel()
                                                                .getSelectedIndex(),
                                                        second.getSelectionModel()
                                                                .getSelectedIndex()));
                            }
                        });
        return box;
    }

    private Node swap() {
        Button swap =
                icon(
                        "compare-swap",
                        MaterialDesignC.COMPARE_HORIZONTAL,
                        "Exchange the two (Alt+S)");
        swap.setOnAction(e -> swap(model));
        return swap;
    }

    static void swap(CompareViewModel model) {
        model.update(state -> state.withPair(state.second(), state.first()));
    }

    private void fill() {
        CompareState state = model.state();
        filling = true;
        try {
            List<String> names =
                    java.util.stream.IntStream.range(0, state.panes().size())
                            .mapToObj(place -> PaneWords.name(state, place))
                            .toList();
            for (ComboBox<String> box : List.of(first, second)) {
                if (!box.getItems().equals(names)) {
                    box.getItems().setAll(names);
                }
            }
            first.getSelectionModel().select(state.first());
            second.getSelectionModel().select(state.second());
            gain.set(state.gain());
            rate.set(state.blinkHz());
            look.valueProperty().set(state.look());
        } finally {
            filling = false;
        }
        boolean pairs = state.look() != Look.SIDE_BY_SIDE && state.panes().size() > 1;
        show(pairLine, pairs);
        show(gain, state.look() == Look.DIFFERENCE);
        show(gainName, state.look() == Look.DIFFERENCE);
        show(rate, state.look() == Look.BLINK);
        show(rateName, state.look() == Look.BLINK);
        look.setDisable(state.panes().size() < 2);
        int count = count(model);
        show(pictures, count > 1);
        index.setText("Picture " + (Math.min(state.picture(), count - 1) + 1) + " of " + count);
    }

    private static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    private static Button icon(String id, Ikon icon, String help) {
        Button button = new Button("", new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().addAll("button-icon", "flat", "small");
        button.setMinWidth(USE_PREF_SIZE);
        button.setTooltip(new Tooltip(help));
        button.setAccessibleText(help);
        return button;
    }
}
