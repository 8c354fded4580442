package ldmstudio.app.chart;

/**
 * Exponential moving average of a curve, corrected for its start: {@code s_n = (w·s_{n-1} +
 * (1-w)·y_n)} divided by {@code 1 - w^n}. Extends itself as the curve grows; starts anew when the
 * weight changes or the curve was cut back.
 */
final class Smoothing {
    private final Points raw;
    private final Points smoothed = new Points();
    private double weight = -1;
    private int cutsSeen;
    private double sum;
    private double share;

    Smoothing(Points raw) {
        this.raw = raw;
    }

    /** The average of everything that the curve holds now. */
    Points at(double newWeight) {
        if (newWeight != weight || cutsSeen != raw.cuts()) {
            smoothed.clear();
            weight = newWeight;
            cutsSeen = raw.cuts();
            sum = 0;
            share = 1;
        }
        for (int i = smoothed.size(); i < raw.size(); i++) {
            double value = raw.y(i);
            if (Double.isFinite(value)) {
                sum = weight * sum + (1 - weight) * value;
                share *= weight;
                smoothed.append(raw.x(i), sum / (1 - share));
            } else {
                smoothed.append(raw.x(i), Double.NaN);
            }
        }
        return smoothed;
    }
}
