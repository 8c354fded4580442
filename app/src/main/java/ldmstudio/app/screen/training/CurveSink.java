package ldmstudio.app.screen.training;

import java.util.Map;
import ldmstudio.app.chart.ChartMarker;

/** Takes what is to be drawn, in the order of the run's events. */
public interface CurveSink {
    /** Numbers of a step, of the training or of a validation. */
    void numbers(long step, Map<String, Double> metrics);

    /** Something happened. */
    void marker(ChartMarker marker);

    /** Another run follows. */
    void clear();
}
