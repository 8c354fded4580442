package ldmstudio.app.chart;

import java.util.List;
import org.jfree.data.xy.AbstractXYDataset;

/** The polylines of one repaint, handed to JFreeChart without copying. */
final class LineDataset extends AbstractXYDataset {
    private static final long serialVersionUID = 1L;

    private final transient List<Decimation.Line> lines;

    LineDataset(List<Decimation.Line> lines) {
        this.lines = lines;
    }

    @Override
    public int getSeriesCount() {
        return lines.size();
    }

    @Override
    public Comparable<Integer> getSeriesKey(int series) {
        return series;
    }

    @Override
    public int getItemCount(int series) {
        return lines.get(series).size();
    }

    @Override
    public Number getX(int series, int item) {
        return getXValue(series, item);
    }

    @Override
    public Number getY(int series, int item) {
        return getYValue(series, item);
    }

    @Override
    public double getXValue(int series, int item) {
        return lines.get(series).x()[item];
    }

    @Override
    public double getYValue(int series, int item) {
        return lines.get(series).y()[item];
    }
}
