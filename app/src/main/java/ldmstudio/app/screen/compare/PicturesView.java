package ldmstudio.app.screen.compare;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.image.Image;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.StackPane;
import ldmstudio.app.client.ShippedModel;
import ldmstudio.app.screen.compare.CompareState.Look;
import ldmstudio.app.shell.EmptyState;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/** The panes' pictures, side by side or as a pair, with the values under the mouse below. */
final class PicturesView extends BorderPane {
    private final CompareViewModel model;
    private final PaneMenus menus;
    private final Runnable openAdd;
    private final Viewport viewport = new Viewport();
    private final StackPane centre = new StackPane();
    private final PairStage pair = new PairStage(viewport);
    private final PixelBar pixels = new PixelBar();
    private final List<PaneCard> cards = new ArrayList<>();

    /**
     * @param openAdd shows what can be added
     */
    PicturesView(CompareViewModel model, PaneMenus menus, Runnable openAdd) {
        this.model = model;
        this.menus = menus;
        this.openAdd = openAdd;
        setTop(new LookBar(model, viewport));
        setCenter(centre);
        setBottom(pixels);
        BorderPane.setMargin(centre, new Insets(8, 12, 4, 12));
        viewport.pointedProperty().addListener((o, was, is) -> showPixels());
        model.stateProperty()
                .addListener(
                        (o, was, is) -> {
                            if (!was.panes().equals(is.panes()) || was.look() != is.look()) {
                                build();
                            }
                            refresh(System.nanoTime());
                        });
        build();
    }

    private void build() {
        CompareState state = model.state();
        cards.clear();
        if (state.panes().isEmpty()) {
            centre.getChildren().setAll(empty());
            return;
        }
        if (state.look() != Look.SIDE_BY_SIDE) {
            centre.getChildren().setAll(pair);
            return;
        }
        GridPane grid = new GridPane(10, 8);
        grid.setId("compare-grid");
        int count = state.panes().size();
        int columns = count <= 3 ? count : (count + 1) / 2;
        int rows = (count + columns - 1) / columns;
        for (int i = 0; i < columns; i++) {
            ColumnConstraints column = new ColumnConstraints();
            column.setPercentWidth(100.0 / columns);
            grid.getColumnConstraints().add(column);
        }
        for (int i = 0; i < rows; i++) {
            RowConstraints row = new RowConstraints();
            row.setVgrow(Priority.ALWAYS);
            row.setPercentHeight(100.0 / rows);
            grid.getRowConstraints().add(row);
        }
        for (int i = 0; i < count; i++) {
            PaneCard card = new PaneCard(model, menus, viewport, state.panes().get(i), i);
            cards.add(card);
            grid.add(card, i % columns, i / columns);
        }
        Node shown = grid;
        centre.getChildren().setAll(shown);
    }

    private EmptyState empty() {
        EmptyState empty =
                new EmptyState(
                                MaterialDesignC.COMPARE,
                                "Nothing to compare yet",
                                "Add two to six panes: runs, checkpoints of one run, or the same"
                                        + " model twice for two samplers. They share one set of"
                                        + " controls and start from the same noise. Finished"
                                        + " pictures and model files can be dropped here, too.")
                        .withButton("compare-add-first", "Add a pane", openAdd);
        ShippedModel.folder()
                .ifPresent(
                        demo ->
                                empty.withButton(
                                        "compare-add-demo",
                                        "Try two samplers of the demo model",
                                        () -> model.beginWith(demo, ShippedModel.NAME)));
        return empty;
    }

    /** Takes over what has been drawn meanwhile. */
    void refresh(long nanos) {
        for (PaneCard card : cards) {
            card.refresh();
        }
        CompareState state = model.state();
        if (state.look() != Look.SIDE_BY_SIDE && !state.panes().isEmpty()) {
            pair.show(
                    state,
                    image(state, state.first()),
                    CompareState.letter(state.first()),
                    image(state, state.second()),
                    CompareState.letter(state.second()),
                    nanos);
            pair.tell(status(state, state.first()) + "\n" + status(state, state.second()));
        }
        showPixels();
    }

    private String status(CompareState state, int place) {
        PaneSpec pane = state.panes().get(place);
        PaneDrawing drawing = model.drawing(pane);
        String words =
                drawing.phase() == PaneDrawing.Phase.FAILED
                        ? "failed: "
                                + drawing.trouble().words()
                                + " Side by side (Alt+1) has the way out."
                        : PaneWords.status(
                                drawing, model.activity(), pane.draws(), model.isStale(pane));
        return CompareState.letter(place) + "  " + words;
    }

    private void showPixels() {
        CompareState state = model.state();
        List<PixelBar.Entry> entries = new ArrayList<>();
        for (int i = 0; i < state.panes().size(); i++) {
            entries.add(new PixelBar.Entry(CompareState.letter(i), image(state, i)));
        }
        pixels.show(entries, viewport.pointedProperty().get());
    }

    private @Nullable Image image(CompareState state, int place) {
        return place >= state.panes().size()
                ? null
                : model.drawing(state.panes().get(place))
                        .picture(state.picture())
                        .map(PaneDrawing.Picture::image)
                        .orElse(null);
    }
}
