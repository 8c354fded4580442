package ldmstudio.app.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javafx.scene.control.MenuButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import ldmstudio.app.testing.ControlWindow;
import org.jfree.data.Range;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveChartTest {
    private static LiveChart losses(int points) {
        LiveChart chart =
                new LiveChart(
                        "Loss terms",
                        List.of(
                                SeriesStyle.of("loss"),
                                SeriesStyle.of("reconstruction_loss"),
                                SeriesStyle.of("kl_loss"),
                                SeriesStyle.of("discriminator_loss")));
        Random random = new Random(1);
        for (int i = 0; i < points; i++) {
            double fall = 0.04 + 0.5 * Math.exp(-i * 6.0 / points);
            chart.append("loss", i, fall * (1 + 0.1 * random.nextGaussian()));
            chart.append("reconstruction_loss", i, fall * 0.8 * (1 + 0.1 * random.nextGaussian()));
            chart.append("kl_loss", i, 1e-3 * (1 + 0.2 * random.nextGaussian()));
            if (i > points / 2) {
                chart.append("discriminator_loss", i, 0.3 + 0.05 * random.nextGaussian());
            }
        }
        chart.addMarker(
                new ChartMarker(points / 2.0, "discriminator on", ChartMarker.Kind.DISCRIMINATOR));
        chart.addMarker(new ChartMarker(points / 4.0, "", ChartMarker.Kind.CHECKPOINT));
        return chart;
    }

    @Test
    void chartsShowInBothThemes() throws Exception {
        for (boolean dark : new boolean[] {false, true}) {
            ControlWindow.run(
                    () -> {
                        LiveChart linear = losses(2000);
                        LiveChart log = losses(2000);
                        log.logarithmicProperty().set(true);
                        log.smoothingProperty().set(0.9);
                        LiveChart none = new LiveChart("Validation PSNR", List.of());
                        HeatStrip heat = new HeatStrip("Loss by timestep");
                        for (int s = 0; s <= 40; s++) {
                            double step = s;
                            heat.put(
                                    s * 250L,
                                    java.util.stream.IntStream.range(0, 10)
                                            .mapToObj(
                                                    b ->
                                                            Math.pow(10, -b / 5.0)
                                                                    * (0.1 + Math.exp(-step / 10)))
                                            .toList());
                        }
                        HBox top = new HBox(8, linear, log);
                        HBox bottom = new HBox(8, none, heat);
                        for (var chart : List.of(linear, log, none, heat)) {
                            HBox.setHgrow(chart, Priority.ALWAYS);
                            chart.setPrefWidth(400);
                        }
                        VBox.setVgrow(top, Priority.ALWAYS);
                        VBox.setVgrow(bottom, Priority.ALWAYS);
                        VBox root = new VBox(8, top, bottom);
                        Stage stage = ControlWindow.show(root, 1000, 560, dark);
                        for (LiveChart chart : List.of(linear, log, none)) {
                            chart.paintNow();
                        }
                        log.hoveredStepProperty().set(1200);
                        heat.paintNow();
                        root.layout();
                        Path file =
                                ControlWindow.picture(
                                        stage.getScene(), "charts-" + (dark ? "dark" : "light"));
                        assertThat(Files.size(file)).isGreaterThan(20_000);
                        stage.close();
                    });
        }
    }

    @Test
    void theSmoothingIsInTheMenuWhereTheHeaderHasNoRoom() throws Exception {
        ControlWindow.run(
                () -> {
                    LiveChart chart =
                            new LiveChart("Validation PSNR (dB)", List.of(SeriesStyle.of("loss")));
                    Stage stage = ControlWindow.show(new VBox(chart), 600, 300, false);
                    ChartHeader header = (ChartHeader) chart.lookup(".chart-title").getParent();
                    MenuButton menu = (MenuButton) header.lookup(".menu-button");
                    int entries = menu.getItems().size();
                    assertThat(header.lookup(".slider")).isNotNull();
                    stage.setWidth(320);
                    stage.getScene().getRoot().layout();
                    header.resize(300, header.getHeight());
                    header.layout();
                    assertThat(header.lookup(".slider")).as("in the header").isNull();
                    assertThat(menu.getItems()).hasSize(entries + 1);
                    assertThat(menu.getBoundsInParent().getMaxX()).isLessThanOrEqualTo(300);
                    header.resize(560, header.getHeight());
                    header.layout();
                    assertThat(header.lookup(".slider")).isNotNull();
                    assertThat(menu.getItems()).hasSize(entries);
                    stage.close();
                });
    }

    @Test
    void aMillionPointsAreDrawnInTimeForTenPicturesASecond() throws Exception {
        long millis =
                ControlWindow.call(
                        () -> {
                            LiveChart chart =
                                    new LiveChart("Loss", List.of(SeriesStyle.of("loss")));
                            Random random = new Random(2);
                            for (int i = 0; i < 1_000_000; i++) {
                                chart.append("loss", i, random.nextDouble());
                            }
                            Stage stage = ControlWindow.show(new VBox(chart), 900, 300, false);
                            chart.paintNow();
                            chart.paintNow();
                            long start = System.nanoTime();
                            for (int i = 0; i < 5; i++) {
                                chart.append("loss", 1_000_000 + i, 0.5);
                                chart.paintNow();
                            }
                            long took = (System.nanoTime() - start) / 5_000_000;
                            stage.close();
                            return took;
                        });
        assertThat(millis).isLessThan(100);
    }

    @Test
    void nothingIsDrawnWhileHiddenHoweverManyPointsCome() throws Exception {
        long paints =
                ControlWindow.call(
                        () -> {
                            LiveChart chart = losses(500);
                            for (int i = 0; i < 500; i++) {
                                chart.append("loss", 600 + i, 1);
                            }
                            return chart.paints();
                        });
        assertThat(paints).isZero();
    }

    @Test
    void zoomAndResetChangeWhatIsShown() throws Exception {
        ControlWindow.run(
                () -> {
                    LiveChart chart = losses(1000);
                    Stage stage = ControlWindow.show(new VBox(chart), 700, 300, false);
                    chart.paintNow();
                    assertThat(chart.drawnSteps()).isEqualTo(new Range(0, 999));
                    chart.zoom(new Range(100, 200), new Range(0, 1));
                    chart.paintNow();
                    assertThat(chart.drawnSteps()).isEqualTo(new Range(100, 200));
                    chart.resetZoom();
                    chart.paintNow();
                    assertThat(chart.drawnSteps()).isEqualTo(new Range(0, 999));
                    stage.close();
                });
    }

    @Test
    void exportsHoldEveryValue(@TempDir Path dir) throws Exception {
        ControlWindow.run(
                () -> {
                    LiveChart chart = losses(100);
                    Path csv = dir.resolve("loss.csv");
                    ChartExport.csv(chart, csv);
                    List<String> lines = Files.readAllLines(csv);
                    assertThat(lines.get(0))
                            .isEqualTo("step,loss,reconstruction_loss,kl_loss,discriminator_loss");
                    assertThat(lines).hasSize(101);
                    assertThat(lines.get(1)).startsWith("0,0.").endsWith(",");
                    Path png = dir.resolve("loss.png");
                    ChartExport.png(chart, png);
                    assertThat(javax.imageio.ImageIO.read(png.toFile()).getWidth())
                            .isGreaterThanOrEqualTo(1280);
                });
    }

    @Test
    void aMetricHasTheSameColourEverywhere() {
        assertThat(SeriesStyle.of("loss").color()).isEqualTo(SeriesStyle.of("loss").color());
        assertThat(SeriesStyle.of("logits_real").color())
                .isNotEqualTo(SeriesStyle.of("logits_fake").color());
        assertThat(SeriesStyle.of("something_new").label()).isEqualTo("something new");
        assertThat(SeriesStyle.ofBucket("loss_bucket_3", 3, 10, 1000).label())
                .isEqualTo("t 300–399");
    }
}
