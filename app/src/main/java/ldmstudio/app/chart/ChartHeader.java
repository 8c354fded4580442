package ldmstudio.app.chart;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Alert;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Slider;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.stage.FileChooser;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;

/**
 * A chart's title and its few controls: smoothing, logarithm, files. Where there is no room for
 * all, the smoothing is in the menu.
 */
final class ChartHeader extends HBox {
    private static final double STRONGEST = 0.99;
    private static final double SMOOTHING_WIDTH = 64;

    private final Slider smoothing = new Slider(0, STRONGEST, 0);
    private final CustomMenuItem smoothingItem = new CustomMenuItem();
    private final MenuButton more = new MenuButton("", new FontIcon(MaterialDesignD.DOTS_VERTICAL));

    ChartHeader(LiveChart chart) {
        setSpacing(6);
        setAlignment(Pos.CENTER_LEFT);
        Label title = new Label(chart.title());
        title.getStyleClass().addAll("text-bold", "chart-title");
        title.setMinWidth(Region.USE_PREF_SIZE);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);

        smoothing.getStyleClass().add("small");
        smoothing.setPrefWidth(SMOOTHING_WIDTH);
        smoothing.setMinWidth(40);
        smoothing.setTooltip(
                new Tooltip(
                        "Smoothing: moving average; the values themselves stay faint behind it"));
        smoothing.setAccessibleText("Smoothing of " + chart.title());
        smoothing.valueProperty().bindBidirectional(chart.smoothingProperty());
        smoothing.setOnMouseClicked(
                e -> {
                    if (e.getClickCount() == 2) {
                        smoothing.setValue(0);
                    }
                });

        ToggleButton log = new ToggleButton("log");
        log.getStyleClass().addAll("small", "chart-log");
        log.setMinWidth(USE_PREF_SIZE);
        log.setTooltip(new Tooltip("Logarithmic values"));
        log.selectedProperty().bindBidirectional(chart.logarithmicProperty());

        MenuItem png = new MenuItem("Save picture (PNG)…");
        png.setOnAction(e -> save(chart, "png"));
        MenuItem csv = new MenuItem("Save values (CSV)…");
        csv.setOnAction(e -> save(chart, "csv"));
        MenuItem all = new MenuItem("Show everything (double click)");
        all.setOnAction(e -> chart.resetZoom());
        smoothingItem.setHideOnClick(false);
        more.getItems().addAll(all, png, csv);
        more.getStyleClass().addAll("button-icon", "flat", "small", "no-arrow");
        more.setTooltip(new Tooltip("Save, reset zoom"));
        more.setAccessibleText("More for " + chart.title());
        getChildren().addAll(title, gap, smoothing, log, more);
        widthProperty().addListener(o -> fit());
    }

    private void fit() {
        boolean here = getChildren().contains(smoothing);
        double wanted = here ? 0 : SMOOTHING_WIDTH + getSpacing();
        for (Node control : getChildren()) {
            wanted += control.prefWidth(-1) + getSpacing();
        }
        boolean room = getWidth() >= wanted - getSpacing();
        if (room && !here) {
            more.getItems().remove(smoothingItem);
            smoothingItem.setContent(null);
            getChildren().add(getChildren().size() - 2, smoothing);
        } else if (!room && here) {
            getChildren().remove(smoothing);
            smoothingItem.setContent(new HBox(getSpacing(), new Label("Smoothing"), smoothing));
            more.getItems().add(0, smoothingItem);
        }
    }

    private void save(LiveChart chart, String type) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Save " + chart.title());
        chooser.setInitialFileName(
                chart.title().toLowerCase(java.util.Locale.ROOT).replace(' ', '-') + "." + type);
        chooser.getExtensionFilters()
                .add(
                        new FileChooser.ExtensionFilter(
                                type.toUpperCase(java.util.Locale.ROOT), "*." + type));
        File chosen = chooser.showSaveDialog(getScene().getWindow());
        if (chosen == null) {
            return;
        }
        Path file = chosen.toPath();
        try {
            if (type.equals("png")) {
                ChartExport.png(chart, file);
            } else {
                ChartExport.csv(chart, file);
            }
        } catch (IOException e) {
            Alert alert =
                    new Alert(
                            Alert.AlertType.ERROR,
                            "The chart could not be written to "
                                    + file
                                    + ": "
                                    + e.getMessage()
                                    + ". Choose another folder.");
            alert.initOwner(getScene().getWindow());
            alert.show();
        }
    }
}
