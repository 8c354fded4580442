package ldmstudio.app.chart;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/**
 * An axis with round, short labels. A logarithmic axis holds log10 of the values, which keeps a
 * readable number of labels over a tenth of a decade as well as over ten decades.
 */
final class TickAxis extends NumberAxis {
    private static final long serialVersionUID = 1L;
    private static final double PIXELS_PER_LABEL_ACROSS = 62;
    private static final double PIXELS_PER_LABEL_UP = 34;

    private final boolean wholeNumbers;
    private boolean logarithmic;

    TickAxis(boolean wholeNumbers) {
        super(null);
        this.wholeNumbers = wholeNumbers;
        setAutoRange(false);
        setTickMarksVisible(false);
    }

    void setLogarithmic(boolean logarithmic) {
        this.logarithmic = logarithmic;
    }

    @Override
    public List<NumberTick> refreshTicks(
            Graphics2D g2, AxisState state, Rectangle2D area, RectangleEdge edge) {
        boolean across = RectangleEdge.isTopOrBottom(edge);
        double pixels = across ? area.getWidth() : area.getHeight();
        double perLabel = across ? PIXELS_PER_LABEL_ACROSS : PIXELS_PER_LABEL_UP;
        int wanted = (int) Math.max(2, Math.min(12, pixels / perLabel));
        double low = getRange().getLowerBound();
        double high = getRange().getUpperBound();
        TextAnchor anchor = across ? TextAnchor.TOP_CENTER : TextAnchor.CENTER_RIGHT;
        List<NumberTick> ticks = new ArrayList<>();
        for (NiceTicks.Tick tick :
                logarithmic
                        ? NiceTicks.logarithmic(low, high, wanted)
                        : NiceTicks.linear(low, high, wanted, wholeNumbers)) {
            ticks.add(new NumberTick(tick.value(), tick.text(), anchor, TextAnchor.CENTER, 0));
        }
        return ticks;
    }
}
