package ldmstudio.app.screen.compare;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import ldmstudio.app.control.WholeText;
import ldmstudio.app.screen.compare.PaneDrawing.Phase;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;

/** One pane: its model, what it has of its own, its picture, and how far it is. */
final class PaneCard extends VBox {
    private final CompareViewModel model;
    private final PaneMenus menus;
    private final PaneSpec pane;
    private final ViewportPane picture;
    private final StackPane place = new StackPane();
    private final Label status = new Label();
    private final ProgressBar bar = new ProgressBar(0);
    private int shownRevision = -1;
    private int shownPicture = -1;
    private boolean shownStale;

    PaneCard(CompareViewModel model, PaneMenus menus, Viewport viewport, PaneSpec pane, int at) {
        this.model = model;
        this.menus = menus;
        this.pane = pane;
        this.picture = new ViewportPane(viewport);
        String letter = CompareState.letter(at);
        setId("compare-pane-" + letter);
        getStyleClass().add("compare-pane");
        picture.setId("compare-picture-" + letter);
        picture.setAccessibleText("Picture of pane " + letter);
        status.setId("compare-status-" + letter);
        status.getStyleClass().addAll("text-muted", "text-small");
        status.setMinWidth(0);
        WholeText.told(status);
        bar.getStyleClass().add("small");
        bar.setPrefWidth(90);
        HBox below = new HBox(8, bar, status);
        below.setAlignment(Pos.CENTER_LEFT);
        below.setMinHeight(22);
        place.setMinSize(0, 0);
        VBox.setVgrow(place, Priority.ALWAYS);
        getChildren().addAll(header(letter));
        if (!pane.own().isEmpty()) {
            getChildren().add(chips(letter));
        }
        getChildren().addAll(place, below);
        refresh();
    }

    private Node header(String letter) {
        Label badge = new Label(letter);
        badge.getStyleClass().add("pane-letter");
        badge.setMinWidth(USE_PREF_SIZE);
        Node name = pane.draws() ? modelName(letter) : pictureName();
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        MenuButton more = new MenuButton("", new FontIcon(MaterialDesignD.DOTS_VERTICAL));
        more.setId("compare-menu-" + letter);
        more.getStyleClass().addAll("button-icon", "flat", "small", "no-arrow");
        more.setMinWidth(USE_PREF_SIZE);
        more.setAccessibleText("What can be done with pane " + letter);
        more.setTooltip(new Tooltip("More"));
        more.setOnShowing(e -> more.getItems().setAll(menus.actions(pane)));
        more.getItems().setAll(new MenuItem(""));
        Button remove = icon(MaterialDesignC.CLOSE, "Remove pane " + letter);
        remove.setId("compare-remove-" + letter);
        remove.setOnAction(e -> model.remove(pane));
        HBox header = new HBox(4, badge, name, gap, more, remove);
        header.setAlignment(Pos.CENTER_LEFT);
        return header;
    }

    private Node modelName(String letter) {
        MenuButton name = new MenuButton(pane.name());
        name.setId("compare-model-" + letter);
        name.getStyleClass().addAll("flat", "small", "pane-model");
        name.setMinWidth(60);
        name.setTooltip(new Tooltip(name.getText() + "\n" + pane.model()));
        name.setAccessibleText("Model of pane " + letter + ": " + pane.name());
        name.setOnShowing(e -> name.getItems().setAll(menus.models(pane)));
        // A menu without items does not open, and so would never be filled.
        name.getItems().setAll(new MenuItem(""));
        return name;
    }

    private Node pictureName() {
        Label name = new Label(pane.name());
        name.getStyleClass().add("text-bold");
        name.setMinWidth(60);
        name.setTooltip(new Tooltip(pane.picture()));
        return name;
    }

    /** What is not linked, each with the way back. */
    private Node chips(String letter) {
        FlowPane chips = new FlowPane(4, 4);
        for (SharedValue value : SharedValue.values()) {
            if (pane.owns(value)) {
                Button chip =
                        new Button(
                                PaneWords.chip(value, model.state().value(pane, value)),
                                new FontIcon(MaterialDesignL.LINK_OFF));
                chip.setId("compare-own-" + letter + "-" + value.key());
                chip.getStyleClass().addAll("small", "own-value");
                chip.setMaxWidth(220);
                String help =
                        value.label()
                                + " of pane "
                                + letter
                                + " is its own; press to link it again";
                chip.setTooltip(new Tooltip(help));
                chip.setAccessibleText(help);
                chip.setOnAction(e -> model.link(pane.id(), value));
                chips.getChildren().add(chip);
            }
        }
        return chips;
    }

    /** Takes over what has been drawn meanwhile. */
    void refresh() {
        PaneDrawing drawing = model.drawing(pane);
        int index = model.state().picture();
        boolean waits = drawing.phase() == Phase.LOADING;
        boolean stale = model.isStale(pane);
        if (drawing.revision() == shownRevision
                && index == shownPicture
                && stale == shownStale
                && !waits) {
            return;
        }
        shownStale = stale;
        shownRevision = drawing.revision();
        shownPicture = index;
        var shown = drawing.picture(index);
        picture.setImage(shown.map(PaneDrawing.Picture::image).orElse(null));
        Node inside =
                drawing.phase() == Phase.FAILED
                        ? trouble(drawing.trouble())
                        : shown.isPresent() ? picture : hint(drawing.phase());
        if (!place.getChildren().contains(inside) || drawing.phase() == Phase.FAILED) {
            place.getChildren().setAll(inside);
        }
        boolean busy = drawing.busy();
        bar.setVisible(busy);
        bar.setManaged(busy);
        bar.setProgress(
                drawing.steps() > 0 && drawing.phase() == Phase.DRAWING
                        ? (double) drawing.step() / drawing.steps()
                        : ProgressBar.INDETERMINATE_PROGRESS);
        status.setText(PaneWords.status(drawing, model.activity(), pane.draws(), stale));
    }

    private Node hint(Phase phase) {
        Label words =
                new Label(
                        phase == Phase.CANCELLED
                                ? "Cancelled before the first step. Ctrl+Enter draws again."
                                : phase == Phase.EMPTY
                                        ? "Press Draw (Ctrl+Enter)."
                                        : "The picture grows here.");
        words.getStyleClass().add("text-muted");
        words.setWrapText(true);
        return words;
    }

    private Node trouble(PaneDrawing.Trouble trouble) {
        Label words =
                new Label(
                        trouble.words() + (trouble.hint().isEmpty() ? "" : "\n" + trouble.hint()));
        words.setWrapText(true);
        words.setMaxWidth(420);
        words.setGraphic(new FontIcon(MaterialDesignC.CLOSE_CIRCLE_OUTLINE));
        words.getStyleClass().add("problem-text");
        WholeText.told(words);
        FlowPane ways = new FlowPane(6, 6);
        ways.setAlignment(Pos.CENTER);
        ways.getChildren().addAll(menus.waysOut(pane, trouble));
        VBox box = new VBox(10, words, ways);
        box.setAlignment(Pos.CENTER);
        box.getStyleClass().add("pane-trouble");
        return box;
    }

    private static Button icon(Ikon icon, String help) {
        Button button = new Button("", new FontIcon(icon));
        button.getStyleClass().addAll("button-icon", "flat", "small");
        button.setMinWidth(USE_PREF_SIZE);
        button.setTooltip(new Tooltip(help));
        button.setAccessibleText(help);
        return button;
    }
}
