package ldmstudio.app.chart;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;

/** One curve of a chart: its look, its points, whether it is drawn. */
final class ChartSeries {
    private final SeriesStyle style;
    private final Points points = new Points();
    private final Smoothing smoothing = new Smoothing(points);
    private final BooleanProperty shown = new SimpleBooleanProperty(true);

    ChartSeries(SeriesStyle style) {
        this.style = style;
    }

    SeriesStyle style() {
        return style;
    }

    Points points() {
        return points;
    }

    Points smoothed(double weight) {
        return weight <= 0 ? points : smoothing.at(weight);
    }

    BooleanProperty shownProperty() {
        return shown;
    }

    boolean isShown() {
        return shown.get();
    }

    /** The value nearest to {@code step}, or the newest when {@code step} is NaN; NaN for none. */
    double valueAt(double step) {
        int index = Double.isNaN(step) ? points.size() - 1 : points.nearest(step);
        return index < 0 ? Double.NaN : points.y(index);
    }
}
