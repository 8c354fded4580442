package ldmstudio.app.chart;

import javafx.scene.paint.Color;

/**
 * The theme's colours as a chart needs them; read from the style sheet, so that charts follow light
 * and dark by themselves.
 */
record ChartTheme(Color plot, Color grid, Color axis, Color text, Color accent, Color danger) {
    /** What is used until the style sheet has been applied. */
    static final ChartTheme LIGHT =
            new ChartTheme(
                    Color.WHITE,
                    Color.web("#e4e8ed"),
                    Color.web("#afb8c1"),
                    Color.web("#57606a"),
                    Color.web("#0969da"),
                    Color.web("#cf222e"));
}
