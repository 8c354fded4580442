package ldmstudio.app.screen.compare.microscope;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.VBox;
import ldmstudio.app.screen.compare.MagnifiedPixels;
import org.jspecify.annotations.Nullable;

/**
 * A way as a strip: a column a state with latents, x_t and x̂0 below each other. A click or the
 * arrows choose the state that is looked at.
 */
final class StepStrip extends BorderPane {
    static final int SIDE = 46;

    /** More columns than this are thinned out: nobody looks through a thousand thumbnails. */
    private static final int MOST = 60;

    private final String name;
    private final IntConsumer choose;
    private final Label title = new Label();
    private final HBox columns = new HBox(3);
    private final ScrollPane scroll = new ScrollPane(columns);
    private List<StepPicture> states = List.of();
    private int chosen = -1;
    private @Nullable Node seen;

    /**
     * @param id of the strip's node, and beginning of its parts' ids
     */
    StepStrip(String id, String name, IntConsumer choose) {
        this.name = name;
        this.choose = choose;
        setId(id);
        getStyleClass().add("step-strip");
        title.setId(id + "-title");
        title.getStyleClass().add("text-small");
        title.setPadding(new Insets(0, 0, 3, 0));
        setTop(title);
        VBox rows = new VBox(3);
        rows.setPadding(new Insets(0, 8, 0, 0));
        for (String row : List.of("latents", "noisy", "believed")) {
            Label label = new Label(row);
            label.getStyleClass().addAll("text-small", "text-muted");
            label.setMinSize(52, SIDE);
            label.setPrefHeight(SIDE);
            if (row.equals("latents")) {
                label.setTooltip(new Tooltip(StepPicture.COLOURS));
            }
            rows.getChildren().add(label);
        }
        setLeft(rows);
        scroll.getStyleClass().addAll("plain-scroll", "edge-to-edge");
        scroll.setFitToHeight(true);
        scroll.setMinHeight(3 * SIDE + 36);
        scroll.setFocusTraversable(true);
        scroll.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        columns.widthProperty().addListener((o, was, is) -> reveal());
        setCenter(scroll);
    }

    /**
     * Shows states.
     *
     * @param before empty places on the left: steps that the first way does alone
     * @param step that is looked at
     */
    void show(List<StepPicture> now, int before, int step, String words) {
        title.setText(words);
        if (now.size() != states.size() || !now.equals(states)) {
            states = now;
            columns.getChildren().clear();
            seen = null;
            int every = Math.max(1, (now.size() + MOST - 1) / MOST);
            for (int i = 0; i < before / every; i++) {
                Pane gap = new Pane();
                gap.setMinWidth(SIDE);
                columns.getChildren().add(gap);
            }
            for (int i = 0; i < now.size(); i++) {
                if (i % every == 0 || i == now.size() - 1) {
                    columns.getChildren().add(column(now.get(i)));
                }
            }
            chosen = -1;
        }
        mark(step);
    }

    private Node column(StepPicture state) {
        VBox column = new VBox(3);
        column.setId(getId() + "-" + state.step());
        column.setUserData(state);
        column.getStyleClass().add("step-column");
        column.setAlignment(Pos.TOP_CENTER);
        for (StepPicture.Kind kind : StepPicture.Kind.values()) {
            column.getChildren().add(thumbnail(state.picture(kind)));
        }
        Label time = new Label(state.timestepWords());
        time.getStyleClass().addAll("text-small", "text-muted");
        time.setMinWidth(SIDE);
        time.setAlignment(Pos.CENTER);
        column.getChildren().add(time);
        Tooltip.install(column, new Tooltip(state.words()));
        column.setAccessibleText(name + ", " + state.words());
        column.setOnMouseClicked(
                e -> {
                    scroll.requestFocus();
                    choose.accept(state.step());
                });
        return column;
    }

    private static Node thumbnail(Image image) {
        MagnifiedPixels pixels = new MagnifiedPixels();
        double scale = SIDE / Math.max(image.getWidth(), image.getHeight());
        pixels.show(image, SIDE, SIDE, scale, 0, 0);
        Pane frame = new Pane(pixels);
        frame.setMinSize(SIDE, SIDE);
        frame.setMaxSize(SIDE, SIDE);
        return frame;
    }

    private void mark(int step) {
        if (step == chosen) {
            return;
        }
        chosen = step;
        @Nullable Node nearest = null;
        for (Node node : columns.getChildren()) {
            if (node.getUserData() instanceof StepPicture state) {
                node.getStyleClass().remove("chosen");
                if (nearest == null
                        || Math.abs(state.step() - step) < Math.abs(stepOf(nearest) - step)) {
                    nearest = node;
                }
            }
        }
        if (nearest != null) {
            nearest.getStyleClass().add("chosen");
            scroll.setAccessibleText(nearest.getAccessibleText());
            seen = nearest;
            reveal();
        }
    }

    /** Scrolls to the chosen column; again when the strip has grown around it. */
    private void reveal() {
        Node node = seen;
        double width = columns.getWidth() - scroll.getViewportBounds().getWidth();
        if (node != null && width > 0) {
            double at = node.getBoundsInParent().getCenterX();
            double middle = at - scroll.getViewportBounds().getWidth() / 2;
            scroll.setHvalue(Math.max(0, Math.min(1, middle / width)));
        }
    }

    private static int stepOf(Node column) {
        return column.getUserData() instanceof StepPicture state ? state.step() : 0;
    }

    private void key(KeyEvent e) {
        List<Integer> steps = new ArrayList<>();
        states.forEach(state -> steps.add(state.step()));
        if (steps.isEmpty()) {
            return;
        }
        switch (e.getCode()) {
            case LEFT -> choose.accept(Math.max(steps.get(0), chosen - 1));
            case RIGHT -> choose.accept(Math.min(steps.get(steps.size() - 1), chosen + 1));
            case HOME -> choose.accept(steps.get(0));
            case END -> choose.accept(steps.get(steps.size() - 1));
            default -> {
                return;
            }
        }
        e.consume();
    }
}
