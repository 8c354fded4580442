package ldmstudio.app.screen.interpolate;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;
import ldmstudio.engine.config.FieldInfo;
import ldmstudio.engine.config.FormModel;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.config.WalkConfig;

/** How a number of sampling goes along the walk: a point at each keyframe, dragged up and down. */
final class CurveLane extends Region {
    private static final double HEIGHT = 84;
    private static final double EDGE = 14;
    private static final int PIECES = 24;

    /** Guidance above this is rarely wanted; the form takes more. */
    private static final double USUAL_GUIDANCE = 12;

    private final InterpolateViewModel model;
    private final Path path = new Path();
    private final Label top = new Label();
    private final Label bottom = new Label();
    private final List<CurvePoint> points = new ArrayList<>();
    private FieldInfo field = fieldOf(WalkEditor.GUIDANCE);

    CurveLane(InterpolateViewModel model) {
        this.model = model;
        setId("walk-curve");
        getStyleClass().add("walk-lane");
        setMinHeight(HEIGHT);
        setPrefHeight(HEIGHT);
        setMaxHeight(HEIGHT);
        path.getStyleClass().add("walk-curve-line");
        path.setMouseTransparent(true);
        top.getStyleClass().add("walk-tick-word");
        bottom.getStyleClass().add("walk-tick-word");
        getChildren().addAll(path, top, bottom);
        model.editor().walkProperty().addListener((o, was, is) -> show());
        show();
    }

    static FieldInfo fieldOf(String key) {
        return FormModel.of(SamplingConfig.class).stream()
                .filter(f -> f.path().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no number " + key));
    }

    /** Shows another number, by its key. */
    void choose(String key) {
        field = fieldOf(key);
        show();
    }

    FieldInfo field() {
        return field;
    }

    double least() {
        return field.min();
    }

    double most() {
        double most = field.max();
        if (field.path().equals(WalkEditor.GUIDANCE)) {
            most = USUAL_GUIDANCE;
            for (int i = 0; i < model.editor().walk().keyframes().size(); i++) {
                most = Math.max(most, Math.ceil(model.editor().number(i, field.path()) * 1.1));
            }
        }
        return Math.min(field.max(), most);
    }

    /** What an arrow key changes. */
    double step() {
        return (Math.min(most(), USUAL_GUIDANCE) - least()) > 5 ? 0.1 : 0.02;
    }

    /** Height in pixels of a value. */
    double y(double value) {
        double share = (value - least()) / Math.max(1e-9, most() - least());
        return HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE);
    }

    /** Value at a height in pixels, on the steps of the arrow keys. */
    double value(double y) {
        double share = (HEIGHT - EDGE - y) / (HEIGHT - 2 * EDGE);
        double value = least() + Math.max(0, Math.min(1, share)) * (most() - least());
        return Math.rint(Math.rint(value / step()) * step() * 1e6) / 1e6;
    }

    private void show() {
        WalkConfig walk = model.editor().walk();
        int count = walk.mode().equals("plane") ? 0 : walk.keyframes().size();
        while (points.size() > count) {
            getChildren().remove(points.remove(points.size() - 1));
        }
        while (points.size() < count) {
            CurvePoint point = new CurvePoint(this, model, points.size());
            points.add(point);
            getChildren().add(point);
        }
        points.forEach(CurvePoint::show);
        top.setText(ldmstudio.app.control.NumberText.of(most()));
        bottom.setText(ldmstudio.app.control.NumberText.of(least()));
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        double w = getWidth();
        WalkConfig walk = model.editor().walk();
        List<Double> places = Places.of(walk);
        top.autosize();
        bottom.autosize();
        top.relocate(2, EDGE - top.getHeight() / 2);
        bottom.relocate(2, HEIGHT - EDGE - bottom.getHeight() / 2);
        path.getElements().clear();
        for (int i = 0; i < points.size(); i++) {
            double value = model.editor().number(i, field.path());
            double x = TimeScale.x(places.get(i), w);
            points.get(i).autosize();
            points.get(i).relocate(x - points.get(i).getWidth() / 2, y(value) - 6);
            if (i == 0) {
                path.getElements().add(new MoveTo(TimeScale.x(0, w), y(value)));
                path.getElements().add(new LineTo(x, y(value)));
            } else {
                String ease = walk.keyframes().get(i - 1).ease();
                way(ease, places.get(i - 1), places.get(i), number(i - 1), value, w);
            }
        }
        if (!points.isEmpty()) {
            int last = points.size() - 1;
            if (walk.loop() && places.get(last) < 1) {
                way(
                        walk.keyframes().get(last).ease(),
                        places.get(last),
                        1,
                        number(last),
                        number(0),
                        w);
            } else {
                path.getElements().add(new LineTo(TimeScale.x(1, w), y(number(last))));
            }
        }
    }

    private double number(int index) {
        return model.editor().number(index, field.path());
    }

    private void way(String ease, double from, double to, double a, double b, double w) {
        for (int piece = 1; piece <= PIECES; piece++) {
            double t = (double) piece / PIECES;
            double eased = ease.equals("smooth") ? t * t * (3 - 2 * t) : t;
            path.getElements()
                    .add(
                            new LineTo(
                                    TimeScale.x(from + (to - from) * t, w),
                                    y(a + (b - a) * eased)));
        }
    }
}
