package ldmstudio.app.chart;

import javafx.scene.paint.Color;

/**
 * A perceptually even colour scale from dark violet over teal to yellow (the support points of
 * matplotlib's viridis, van der Walt and Smith 2015), readable without colour vision.
 */
final class HeatColors {
    private static final int[] SUPPORT = {
        0x440154, 0x482878, 0x3E4A89, 0x31688E, 0x26828E, 0x1F9E89, 0x35B779, 0x6DCD59, 0xB4DE2C,
        0xFDE725
    };

    private HeatColors() {}

    /** The colour at {@code place} in [0, 1]; values outside are clamped. */
    static Color at(double place) {
        double scaled = Math.max(0, Math.min(1, place)) * (SUPPORT.length - 1);
        int below = (int) Math.min(SUPPORT.length - 2, Math.floor(scaled));
        return rgb(SUPPORT[below]).interpolate(rgb(SUPPORT[below + 1]), scaled - below);
    }

    private static Color rgb(int value) {
        return Color.rgb(value >> 16 & 0xFF, value >> 8 & 0xFF, value & 0xFF);
    }
}
