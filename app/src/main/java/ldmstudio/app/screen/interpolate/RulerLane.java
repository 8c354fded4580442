package ldmstudio.app.screen.interpolate;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;

/** The top of the timeline: seconds, and where the playhead is dragged. */
final class RulerLane extends Region {
    private static final double HEIGHT = 26;

    private final InterpolateViewModel model;
    private final Region track = new Region();
    private final Region knob = new Region();
    private final List<Label> words = new ArrayList<>();
    private final List<Region> ticks = new ArrayList<>();
    private final List<Region> met = new ArrayList<>();

    RulerLane(InterpolateViewModel model) {
        this.model = model;
        setId("walk-position");
        getStyleClass().add("walk-ruler");
        setMinHeight(HEIGHT);
        setPrefHeight(HEIGHT);
        setMaxHeight(HEIGHT);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.SLIDER);
        Tooltip.install(
                this,
                new Tooltip(
                        "Drag: the picture follows. ← → a frame, Shift ten, Page a keyframe,"
                                + " wheel a frame; double click: back to the beginning"));
        track.getStyleClass().add("walk-track");
        knob.getStyleClass().add("walk-knob");
        track.setMouseTransparent(true);
        knob.setMouseTransparent(true);
        getChildren().addAll(track, knob);
        setOnMousePressed(this::drag);
        setOnMouseDragged(this::drag);
        setOnMouseReleased(e -> model.live().release());
        setOnMouseClicked(
                e -> {
                    if (e.getClickCount() == 2) {
                        model.live().seek(0, model.live().atY());
                    }
                });
        setOnScroll(
                e -> {
                    if (e.getDeltaY() != 0) {
                        model.steps().frames(e.getDeltaY() > 0 ? 1 : -1);
                        e.consume();
                    }
                });
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        model.live().atProperty().addListener((o, was, is) -> moved());
        model.editor().walkProperty().addListener((o, was, is) -> requestLayout());
        model.live().revisionProperty().addListener((o, was, is) -> requestLayout());
        moved();
    }

    private void drag(MouseEvent e) {
        requestFocus();
        model.live().drag(TimeScale.at(e.getX(), getWidth()), model.live().atY());
        e.consume();
    }

    private void key(KeyEvent e) {
        if (e.isShortcutDown() || e.isAltDown()) {
            return;
        }
        int by = e.isShiftDown() ? 10 : 1;
        switch (e.getCode()) {
            case LEFT, DOWN -> model.steps().frames(-by);
            case RIGHT, UP -> model.steps().frames(by);
            case HOME -> model.live().seek(0, 0);
            case END -> model.live().seek(1, 0);
            case PAGE_UP -> model.steps().keyframes(-1);
            case PAGE_DOWN -> model.steps().keyframes(1);
            default -> {
                return;
            }
        }
        e.consume();
    }

    private void moved() {
        setAccessibleText("Position on the walk: " + model.steps().words());
        notifyAccessibleAttributeChanged(AccessibleAttribute.VALUE);
        requestLayout();
    }

    @Override
    public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
        return switch (attribute) {
            case VALUE -> model.live().at();
            case MIN_VALUE -> 0.0;
            case MAX_VALUE -> 1.0;
            default -> super.queryAccessibleAttribute(attribute, parameters);
        };
    }

    @Override
    protected void layoutChildren() {
        double w = getWidth();
        double seconds = model.editor().walk().seconds();
        double step = TimeScale.tick(seconds, w);
        int count = (int) Math.floor(seconds / step + 1e-9) + 1;
        fill(count);
        for (int i = 0; i < count; i++) {
            double x = TimeScale.x(Math.min(1, i * step / seconds), w);
            Label word = words.get(i);
            word.setText(TimeScale.words(i * step));
            word.autosize();
            word.relocate(Math.max(0, Math.min(w - word.getWidth(), x - word.getWidth() / 2)), 0);
            ticks.get(i).resizeRelocate(Math.rint(x), HEIGHT - 9, 1, 5);
        }
        double from = TimeScale.x(0, w);
        track.resizeRelocate(from, HEIGHT - 4, TimeScale.x(1, w) - from, 4);
        layoutMet(w);
        knob.resizeRelocate(TimeScale.x(model.live().at(), w) - 7, HEIGHT - 13, 14, 13);
    }

    /** Where the playhead of a re-timed walk meets each keyframe. */
    private void layoutMet(double w) {
        LivePace pace = model.live().pace();
        List<Double> places = pace.on() ? Places.of(model.editor().walk()) : List.of();
        while (met.size() < places.size()) {
            Region mark = new Region();
            mark.getStyleClass().add("walk-met");
            mark.setMouseTransparent(true);
            met.add(mark);
            getChildren().add(getChildren().indexOf(knob), mark);
        }
        for (int i = 0; i < met.size(); i++) {
            met.get(i).setVisible(i < places.size());
            if (i < places.size()) {
                double x = TimeScale.x(pace.share(places.get(i)), w);
                met.get(i).resizeRelocate(Math.rint(x) - 1, HEIGHT - 12, 3, 12);
            }
        }
    }

    private void fill(int count) {
        while (words.size() < count) {
            Label word = new Label();
            word.getStyleClass().add("walk-tick-word");
            word.setMouseTransparent(true);
            Region tick = new Region();
            tick.getStyleClass().add("walk-tick");
            tick.setMouseTransparent(true);
            words.add(word);
            ticks.add(tick);
            getChildren().add(0, word);
            getChildren().add(0, tick);
        }
        for (int i = 0; i < words.size(); i++) {
            words.get(i).setVisible(i < count);
            ticks.get(i).setVisible(i < count);
        }
    }
}
