package ldmstudio.app.film;

import java.io.File;
import java.util.Locale;
import java.util.Set;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import ldmstudio.app.AppContext;
import ldmstudio.app.control.NumberSlider;
import ldmstudio.app.control.SegmentedChoice;
import ldmstudio.app.notify.Notification;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;

/** How a page's film is made and where it goes. */
final class GrowthSettings extends ScrollPane {
    private static final int MOST_PICTURES = 64;

    private final GrowthFilms films;
    private final AppContext context;
    private final Label title = new Label();
    private final Label words = new Label();
    private final VBox settings = new VBox(8);
    private final VBox training = new VBox(8);
    private final SegmentedChoice<String> kinds;
    private final NumberSlider count =
            new NumberSlider(1, MOST_PICTURES, 1, 4, "Pictures side by side");
    private final HBox shown;
    private final HBox counted;
    private final TextField place = new TextField();
    private final Button render = new Button("", new FontIcon(MaterialDesignM.MOVIE_OPEN));
    private final Button command =
            new Button("Copy as command", new FontIcon(MaterialDesignC.CONSOLE));
    private final Label why = new Label();
    private boolean filling;

    /**
     * @param id what the ids of its parts begin with
     */
    GrowthSettings(GrowthFilms films, AppContext context, String id) {
        this.films = films;
        this.context = context;
        title.getStyleClass().add("text-bold");
        title.setId(id + "-title");
        words.setId(id + "-words");
        words.getStyleClass().addAll("text-small");
        words.setWrapText(true);
        words.setMinHeight(USE_PREF_SIZE);
        Button close = new Button("", new FontIcon(MaterialDesignC.CLOSE));
        close.setId(id + "-close");
        close.getStyleClass().addAll("button-icon", "flat", "small");
        close.setTooltip(new Tooltip("Close (Esc); a film that is rendered goes on"));
        close.setAccessibleText("Close the film panel; a film that is rendered goes on");
        close.setOnAction(e -> films.close());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox head = new HBox(8, title, gap, close);
        head.setAlignment(Pos.CENTER_LEFT);
        kinds =
                new SegmentedChoice<>(
                        FilmSubject.OF_TRAINING,
                        FilmSubject.OF_TRAINING.get(0),
                        kind -> kind.equals("training") ? "Previews" : "Checkpoints anew",
                        kind -> id + "-kind-" + kind);
        kinds.valueProperty().addListener((o, was, is) -> set("kind", is));
        count.withId(id + "-count");
        count.valueProperty()
                .addListener((o, was, is) -> set("sampling.count", (int) is.doubleValue()));
        shown = row("Shows", kinds);
        counted = row("Pictures", count);
        training.getChildren().setAll(shown, counted);
        VideoFields video = new VideoFields(id + "-", films.videoProperty(), Set.of());
        settings.getChildren().setAll(training, video, place(id), buttons(id));
        VBox rows = new VBox(10, head, words, settings);
        rows.setPadding(new Insets(10, 12, 12, 12));
        setContent(rows);
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        getStyleClass().add("plain-scroll");
        films.subjectProperty().addListener((o, was, is) -> show());
        films.deeds().desk().phaseProperty().addListener((o, was, is) -> show());
        films.videoProperty().addListener((o, was, is) -> show());
        films.placeProperty().addListener((o, was, is) -> show());
        show();
    }

    private HBox place(String id) {
        place.setId(id + "-place");
        place.textProperty().bindBidirectional(films.placeProperty());
        place.setAccessibleText("Where the film goes");
        place.setTooltip(new Tooltip("Where the film goes; in videos the Gallery shows it"));
        Button choose = new Button("", new FontIcon(MaterialDesignF.FOLDER_OPEN_OUTLINE));
        choose.setId(id + "-choose");
        choose.getStyleClass().addAll("button-icon", "flat", "small");
        choose.setTooltip(new Tooltip("Choose another place"));
        choose.setAccessibleText("Choose another place");
        choose.setOnAction(e -> choose());
        HBox.setHgrow(place, Priority.ALWAYS);
        return row("Goes to", place, choose);
    }

    private static HBox row(String name, javafx.scene.Node... editors) {
        Label label = new Label(name);
        label.setMinWidth(104);
        label.setPrefWidth(104);
        label.setLabelFor(editors[0]);
        HBox.setHgrow(editors[0], Priority.ALWAYS);
        HBox row = new HBox(6, label);
        row.getChildren().addAll(editors);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private VBox buttons(String id) {
        render.setId(id + "-render");
        render.getStyleClass().add("accent");
        render.setMinWidth(USE_PREF_SIZE);
        render.setOnAction(e -> films.render());
        command.setId(id + "-command");
        command.getStyleClass().addAll("small", "flat");
        command.setMinWidth(USE_PREF_SIZE);
        command.setOnAction(e -> copyCommand());
        why.setId(id + "-why");
        why.getStyleClass().addAll("text-muted", "text-small");
        why.setWrapText(true);
        why.setMinHeight(USE_PREF_SIZE);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox line = new HBox(8, command, gap, render);
        line.setAlignment(Pos.CENTER_LEFT);
        return new VBox(6, why, line);
    }

    /** Puts the cursor on what makes the film. */
    void focusOnRender() {
        render.requestFocus();
    }

    private void set(String key, Object value) {
        if (!filling) {
            films.set(key, value);
        }
    }

    private void show() {
        FilmSubject subject = films.subjectProperty().get();
        boolean possible = subject != null && subject.trouble().isEmpty();
        title.setText(subject == null ? "Film" : subject.title());
        words.setText(
                subject == null
                        ? "Choose a picture or a run to make another film."
                        : subject.words());
        words.getStyleClass().remove("problem-text");
        if (subject != null && !possible) {
            words.getStyleClass().add("problem-text");
        }
        is(settings, possible);
        if (subject != null) {
            filling = true;
            is(training, subject.ofTraining());
            is(shown, subject.kinds().size() > 1);
            is(counted, subject.film().kind().equals("checkpoints"));
            if (subject.ofTraining()) {
                kinds.valueProperty().set(subject.film().kind());
                count.set(subject.film().sampling().count());
            }
            filling = false;
        }
        String reason = films.obstacle();
        render.setText("Make " + films.videoProperty().get().format().toUpperCase(Locale.ROOT));
        render.setDisable(!reason.isEmpty());
        String told = reason.isEmpty() && possible ? films.remark() : reason;
        is(why, !told.isEmpty());
        why.setText(told);
        is(command, films.hasCommand());
    }

    private static void is(javafx.scene.Node node, boolean there) {
        node.setVisible(there);
        node.setManaged(there);
    }

    private void choose() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Where the film goes");
        File now = new File(place.getText());
        chooser.setInitialFileName(now.getName());
        File chosen = chooser.showSaveDialog(getScene().getWindow());
        if (chosen != null) {
            place.setText(chosen.toString());
        }
    }

    private void copyCommand() {
        films.writeCommand(
                line -> {
                    ClipboardContent text = new ClipboardContent();
                    text.putString(line);
                    Clipboard.getSystemClipboard().setContent(text);
                    context.notifications().show(Notification.info("The command was copied", line));
                });
    }
}
