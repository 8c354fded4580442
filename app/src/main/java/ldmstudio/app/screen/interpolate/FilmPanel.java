package ldmstudio.app.screen.interpolate;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import ldmstudio.app.film.VideoFields;
import ldmstudio.app.text.Readable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;

/** How the walk becomes a film, and what it costs. */
final class FilmPanel extends VBox {
    /** Ping-pong belongs to the walk. */
    private static final Set<String> ELSEWHERE = Set.of("ping_pong");

    private final InterpolateViewModel model;
    private final Label cost = new Label();

    FilmPanel(InterpolateViewModel model, Runnable copyCommand, Runnable saveYaml) {
        super(8);
        this.model = model;
        setPadding(new Insets(8, 0, 4, 0));
        getChildren().add(new VideoFields("walk-video-", model.films().videoProperty(), ELSEWHERE));
        cost.setId("walk-cost");
        cost.getStyleClass().addAll("text-muted", "text-small");
        cost.setWrapText(true);
        cost.setMinHeight(USE_PREF_SIZE);
        Button command = new Button("Copy as command", new FontIcon(MaterialDesignC.CONSOLE));
        command.setId("walk-copy-command");
        command.setOnAction(e -> copyCommand.run());
        Button yaml = new Button("Save YAML…", new FontIcon(MaterialDesignF.FILE_EXPORT_OUTLINE));
        yaml.setId("walk-save-yaml");
        yaml.setOnAction(e -> saveYaml.run());
        for (Button button : List.of(command, yaml)) {
            button.getStyleClass().addAll("small", "flat");
            button.setMinWidth(USE_PREF_SIZE);
        }
        HBox more = new HBox(8, command, yaml);
        more.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(cost, more);
        model.films().videoProperty().addListener((o, was, is) -> showCost());
        model.editor().walkProperty().addListener((o, was, is) -> showCost());
        model.live().shownProperty().addListener((o, was, is) -> showCost());
        showCost();
    }

    private void showCost() {
        int frames = model.films().frames();
        double each = model.live().wholeMillis();
        cost.setText(
                String.format(Locale.ROOT, "%,d frames to draw", frames)
                        + (each <= 0
                                ? "."
                                : ", "
                                        + (each < 1000
                                                ? Math.round(each) + " ms"
                                                : TimeScale.words(Math.rint(each / 100) / 10))
                                        + " each as measured here: about "
                                        + Readable.duration(Math.ceil(each * frames / 1000))
                                        + "."));
    }
}
