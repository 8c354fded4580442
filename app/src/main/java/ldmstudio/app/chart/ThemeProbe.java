package ldmstudio.app.chart;

import java.util.List;
import java.util.Objects;
import javafx.css.CssMetaData;
import javafx.css.SimpleStyleableObjectProperty;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;

/**
 * An invisible node that the style sheet colours: through it JFreeChart and canvases learn the
 * theme's colours and hear when the theme changes.
 */
final class ThemeProbe extends Region {
    static final String STYLESHEET =
            Objects.requireNonNull(ThemeProbe.class.getResource("chart.css"), "chart.css")
                    .toExternalForm();
    private static final StyleablePropertyFactory<ThemeProbe> FACTORY =
            new StyleablePropertyFactory<>(Region.getClassCssMetaData());

    private final SimpleStyleableObjectProperty<Color> plot =
            token("-probe-plot", ChartTheme.LIGHT.plot());
    private final SimpleStyleableObjectProperty<Color> grid =
            token("-probe-grid", ChartTheme.LIGHT.grid());
    private final SimpleStyleableObjectProperty<Color> axis =
            token("-probe-axis", ChartTheme.LIGHT.axis());
    private final SimpleStyleableObjectProperty<Color> text =
            token("-probe-text", ChartTheme.LIGHT.text());
    private final SimpleStyleableObjectProperty<Color> accent =
            token("-probe-accent", ChartTheme.LIGHT.accent());
    private final SimpleStyleableObjectProperty<Color> danger =
            token("-probe-danger", ChartTheme.LIGHT.danger());
    private Runnable onChange = () -> {};

    ThemeProbe() {
        getStyleClass().add("theme-probe");
        setManaged(false);
        setMouseTransparent(true);
    }

    void setOnChange(Runnable onChange) {
        this.onChange = onChange;
    }

    ChartTheme theme() {
        return new ChartTheme(
                plot.get(), grid.get(), axis.get(), text.get(), accent.get(), danger.get());
    }

    private SimpleStyleableObjectProperty<Color> token(String css, Color before) {
        CssMetaData<ThemeProbe, Color> meta =
                FACTORY.createColorCssMetaData(css, probe -> probe.byName(css), before);
        SimpleStyleableObjectProperty<Color> property =
                new SimpleStyleableObjectProperty<>(meta, this, css, before);
        property.addListener((o, was, is) -> onChange.run());
        return property;
    }

    private StyleableProperty<Color> byName(String css) {
        return switch (css) {
            case "-probe-plot" -> plot;
            case "-probe-grid" -> grid;
            case "-probe-axis" -> axis;
            case "-probe-text" -> text;
            case "-probe-accent" -> accent;
            default -> danger;
        };
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return FACTORY.getCssMetaData();
    }

    @Override
    public String getUserAgentStylesheet() {
        return STYLESHEET;
    }
}
