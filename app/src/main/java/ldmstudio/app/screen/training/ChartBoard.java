package ldmstudio.app.screen.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import ldmstudio.app.chart.ChartMarker;
import ldmstudio.app.chart.HeatStrip;
import ldmstudio.app.chart.LiveChart;
import ldmstudio.app.chart.SeriesStyle;

/**
 * The curves of a run on tabs. Every number of the run's events that a chart names is drawn; a name
 * that ends in {@code *} takes all series that begin so. All charts share the hovered step and the
 * markers.
 */
public final class ChartBoard extends TabPane implements CurveSink {
    /**
     * A chart.
     *
     * @param logarithmic how it begins; people can switch
     * @param empty what is said while it has no values
     */
    public record Curves(String title, List<String> series, boolean logarithmic, String empty) {}

    /**
     * A tab with charts side by side.
     *
     * @param heat metric prefix of a heat strip beside the charts; empty: none
     */
    public record Page(String title, List<Curves> charts, String heat) {}

    private record Drawn(Curves spec, LiveChart chart) {
        boolean takes(String metric) {
            for (String name : spec.series()) {
                if (name.equals(metric)
                        || (name.endsWith("*")
                                && metric.startsWith(name.substring(0, name.length() - 1)))) {
                    return true;
                }
            }
            return false;
        }
    }

    private final List<Drawn> charts = new ArrayList<>();
    private final Map<String, HeatStrip> heats = new LinkedHashMap<>();
    private long lastStep;
    private int timesteps = 1000;
    private int buckets = 10;

    public ChartBoard(List<Page> pages) {
        setId("chart-tabs");
        getStyleClass().add("chart-board");
        setTabClosingPolicy(TabClosingPolicy.UNAVAILABLE);
        for (Page page : pages) {
            HBox row = new HBox(8);
            row.getStyleClass().add("chart-row");
            for (Curves curves : page.charts()) {
                LiveChart chart =
                        new LiveChart(
                                curves.title(),
                                curves.series().stream()
                                        .filter(s -> !s.endsWith("*"))
                                        .map(SeriesStyle::of)
                                        .toList());
                chart.setEmptyText(curves.empty());
                chart.logarithmicProperty().set(curves.logarithmic());
                if (!charts.isEmpty()) {
                    chart.hoveredStepProperty()
                            .bindBidirectional(charts.get(0).chart().hoveredStepProperty());
                }
                charts.add(new Drawn(curves, chart));
                fill(row, chart);
            }
            if (!page.heat().isEmpty()) {
                HeatStrip heat = new HeatStrip("Loss by timestep and step");
                heats.put(page.heat(), heat);
                fill(row, heat);
            }
            Tab tab = new Tab(page.title());
            // Charts that nobody has looked at need not be styled with each showing of the page.
            tab.selectedProperty()
                    .subscribe(
                            chosen -> {
                                if (chosen) {
                                    tab.setContent(row);
                                }
                            });
            getTabs().add(tab);
        }
    }

    private static void fill(HBox row, Region child) {
        HBox.setHgrow(child, Priority.ALWAYS);
        child.setPrefWidth(100);
        child.setMinWidth(160);
        child.setMaxWidth(Double.MAX_VALUE);
        row.getChildren().add(child);
    }

    /** Length of the noise schedule and number of ranges, for the names of the ranges. */
    public void setTimesteps(int newTimesteps, int newBuckets) {
        timesteps = newTimesteps;
        buckets = newBuckets;
        heats.values().forEach(h -> h.setTimesteps(newTimesteps));
    }

    /** Puts the cursor of all charts on a step; NaN: none. */
    public void showCursor(double step) {
        if (!charts.isEmpty()) {
            charts.get(0).chart().hoveredStepProperty().set(step);
        }
    }

    /** Draws what is due at once: before a snapshot. */
    public void paintNow() {
        charts.forEach(c -> c.chart().paintNow());
        heats.values().forEach(HeatStrip::paintNow);
    }

    /** The charts, for tests. */
    public List<LiveChart> charts() {
        return charts.stream().map(Drawn::chart).toList();
    }

    @Override
    public void numbers(long step, Map<String, Double> metrics) {
        lastStep = Math.max(lastStep, step);
        charts.forEach(c -> c.chart().setLastStep(lastStep));
        metrics.forEach(
                (name, value) -> {
                    for (Drawn drawn : charts) {
                        if (drawn.takes(name)) {
                            if (!drawn.chart().hasSeries(name)) {
                                drawn.chart().addSeries(style(name));
                            }
                            drawn.chart().append(name, step, value);
                        }
                    }
                });
        heats.forEach((prefix, heat) -> heat(prefix, heat, step, metrics));
    }

    private SeriesStyle style(String name) {
        int last = name.lastIndexOf('_');
        return name.contains("loss_bucket_")
                ? SeriesStyle.ofBucket(
                        name, Integer.parseInt(name.substring(last + 1)), buckets, timesteps)
                : SeriesStyle.of(name);
    }

    private static void heat(
            String prefix, HeatStrip heat, long step, Map<String, Double> metrics) {
        int count =
                (int)
                        metrics.keySet().stream()
                                .filter(name -> name.matches(prefix + "\\d+"))
                                .count();
        if (count == 0) {
            return;
        }
        int highest =
                metrics.keySet().stream()
                        .filter(name -> name.matches(prefix + "\\d+"))
                        .mapToInt(name -> Integer.parseInt(name.substring(prefix.length())))
                        .max()
                        .orElse(0);
        heat.put(
                step,
                IntStream.rangeClosed(0, highest)
                        .mapToObj(i -> metrics.getOrDefault(prefix + i, Double.NaN))
                        .toList());
    }

    @Override
    public void marker(ChartMarker marker) {
        charts.forEach(c -> c.chart().addMarker(marker));
    }

    @Override
    public void clear() {
        lastStep = 0;
        charts.forEach(c -> c.chart().clear());
        heats.values().forEach(HeatStrip::clear);
    }
}
