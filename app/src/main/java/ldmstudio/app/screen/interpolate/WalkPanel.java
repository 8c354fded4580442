package ldmstudio.app.screen.interpolate;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import ldmstudio.app.film.FilmCard;
import ldmstudio.app.film.FilmDesk;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;

/** The right side: the chosen keyframe, the way, the film; the film's state stays in sight. */
final class WalkPanel extends VBox {
    private final InterpolateViewModel model;
    private final FilmCard card;
    private final Button render = new Button("Render", new FontIcon(MaterialDesignM.MOVIE_OPEN));
    private final Label why = new Label();

    WalkPanel(InterpolateViewModel model, FilmPanel film) {
        this.model = model;
        this.card = new FilmCard(model.films().deeds(), "walk-film");
        getStyleClass().addAll("settings-panel", "side-panel-plain");
        setMinWidth(318);
        setPrefWidth(356);
        VBox rows =
                new VBox(
                        10,
                        new KeyframePanel(model),
                        new WayPanel(model),
                        WayPanel.section("Film", "walk-film-section", true, film));
        rows.setPadding(new Insets(12));
        ScrollPane scroll = new ScrollPane(rows);
        scroll.setId("walk-settings");
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("plain-scroll");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        // Above, where the notification of its end does not cover it.
        getChildren().addAll(card, scroll, bottom());
        model.films().desk().phaseProperty().addListener((o, was, is) -> show());
        model.phaseProperty().addListener((o, was, is) -> show());
        model.films().videoProperty().addListener((o, was, is) -> show());
        model.editor().walkProperty().addListener((o, was, is) -> show());
        show();
    }

    FilmCard card() {
        return card;
    }

    private VBox bottom() {
        render.setId("walk-render");
        render.getStyleClass().add("accent");
        render.setMinWidth(USE_PREF_SIZE);
        render.setTooltip(new Tooltip("Ctrl+Enter: renders in the background"));
        render.setOnAction(e -> model.films().render());
        why.setId("walk-render-why");
        why.getStyleClass().addAll("text-muted", "text-small");
        why.setWrapText(true);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox line = new HBox(8, why, gap, render);
        line.setAlignment(Pos.CENTER_LEFT);
        VBox box = new VBox(line);
        box.getStyleClass().add("settings-start");
        box.setPadding(new Insets(10));
        return box;
    }

    private void show() {
        String reason =
                model.films().desk().phase() == FilmDesk.Phase.RUNNING
                        ? "One film at a time."
                        : model.phase() != InterpolateViewModel.Phase.LIVE
                                ? model.phase() == InterpolateViewModel.Phase.FAILED
                                        ? "Not drawn: see above."
                                        : "The model is not loaded."
                                : model.editor().walk().problems().isEmpty()
                                        ? ""
                                        : "The walk is not complete.";
        render.setText(
                "Render "
                        + model.films()
                                .videoProperty()
                                .get()
                                .format()
                                .toUpperCase(java.util.Locale.ROOT));
        render.setDisable(!reason.isEmpty());
        why.setText(reason);
    }
}
