package ldmstudio.app.chart;

import java.util.LinkedHashMap;
import java.util.Map;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;

/** One entry a curve: colour, name and its value at the cursor, or its newest; a click hides it. */
final class ChartLegend extends FlowPane {
    private final LiveChart chart;
    private final Map<ChartSeries, ToggleButton> entries = new LinkedHashMap<>();

    ChartLegend(LiveChart chart) {
        this.chart = chart;
        getStyleClass().add("chart-legend");
        setHgap(2);
        setVgap(0);
        setMinHeight(Region.USE_PREF_SIZE);
    }

    void add(ChartSeries series) {
        Rectangle swatch = new Rectangle(10, 3, series.style().color());
        ToggleButton entry = new ToggleButton(series.style().label(), swatch);
        entry.getStyleClass().addAll("flat", "small", "chart-legend-entry");
        entry.setTooltip(new Tooltip("Click to hide or show " + series.style().label()));
        entry.selectedProperty().bindBidirectional(series.shownProperty());
        entry.opacityProperty()
                .bind(
                        javafx.beans.binding.Bindings.when(series.shownProperty())
                                .then(1.0)
                                .otherwise(0.4));
        entries.put(series, entry);
        entry.setManaged(false);
        entry.setVisible(false);
        getChildren().add(entry);
    }

    /** Writes the values anew; curves without any point are not listed. */
    void refresh() {
        double step = chart.hoveredStepProperty().get();
        entries.forEach(
                (series, entry) -> {
                    boolean any = series.points().size() > 0;
                    entry.setManaged(any);
                    entry.setVisible(any);
                    if (any) {
                        String text =
                                series.style().label()
                                        + "  "
                                        + NiceTicks.value(series.valueAt(step));
                        if (!text.equals(entry.getText())) {
                            entry.setText(text);
                        }
                    }
                });
    }
}
