package ldmstudio.app.screen.compare.microscope;

import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import ldmstudio.app.chart.ChartMarker;
import ldmstudio.app.chart.LiveChart;
import ldmstudio.app.chart.SeriesStyle;

/** How far two ways have come apart, step by step. */
final class DistanceChart extends VBox {
    private final LiveChart chart =
            new LiveChart(
                    "Distance of the two ways by step",
                    List.of(
                            new SeriesStyle("x_t", "noisy state", Color.web("#0072B2")),
                            new SeriesStyle(
                                    "predicted", "believed picture", Color.web("#D55E00"))));
    private int points;

    DistanceChart() {
        chart.setId("microscope-chart");
        chart.setEmptyText("Two samplers, or a branch, show here how far they come apart.");
        VBox.setVgrow(chart, Priority.ALWAYS);
        Label words =
                new Label(
                        "Across: steps of the other way. Upwards, without a unit: length of the"
                                + " difference of the latents at the same timestep, divided by the"
                                + " length of the first way's; 0 is the same, about 1.4 has nothing"
                                + " in common.");
        words.getStyleClass().addAll("text-muted", "text-small");
        words.setWrapText(true);
        words.setMinHeight(USE_PREF_SIZE);
        getChildren().addAll(chart, words);
        setMinHeight(150);
    }

    /** Adds what has come; fewer states than before begin anew. */
    void show(List<StepPicture> branch, int branchAt) {
        if (branch.size() < points) {
            chart.clear();
            points = 0;
        }
        for (StepPicture state : branch.subList(points, branch.size())) {
            if (points == 0 && branchAt > 0) {
                chart.addMarker(new ChartMarker(state.step(), "branch", ChartMarker.Kind.SETTING));
            }
            chart.append("x_t", state.step(), state.distance());
            chart.append("predicted", state.step(), state.predictedDistance());
            points++;
        }
    }

    LiveChart chart() {
        return chart;
    }
}
