package ldmstudio.app.screen.interpolate;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextArea;
import javafx.scene.control.TitledPane;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.Dragboard;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import ldmstudio.app.text.Readable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/** The newest film: how far it is, and when it is done, what can be done with it. */
final class FilmCard extends VBox {
    private final InterpolateViewModel model;
    private final FilmPlayer player = new FilmPlayer();
    private final FontIcon icon = new FontIcon();
    private final Label state = new Label();
    private final Label words = new Label();
    private final ProgressBar bar = new ProgressBar(0);
    private final Button cancel = button("walk-film-cancel", "Cancel", MaterialDesignC.CLOSE);
    private final Button goOn = button("walk-film-go-on", "Go on", MaterialDesignP.PLAY);
    private final Button open =
            button("walk-film-open", "Open folder", MaterialDesignF.FOLDER_OPEN_OUTLINE);
    private final Button copy = button("walk-film-copy", "Copy path", MaterialDesignC.CONTENT_COPY);
    private final Button close =
            KeyframePanel.icon(MaterialDesignC.CLOSE, "walk-film-dismiss", "Put this film away");
    private final TextArea raw = new TextArea();
    private final TitledPane details = new TitledPane("Details", raw);
    private int shownPictures;

    FilmCard(InterpolateViewModel model) {
        super(8);
        this.model = model;
        setId("walk-film");
        getStyleClass().add("walk-film");
        setPadding(new Insets(10, 12, 10, 12));
        state.setId("walk-film-state");
        state.getStyleClass().add("text-bold");
        words.setId("walk-film-words");
        words.setWrapText(true);
        words.setMinHeight(USE_PREF_SIZE);
        bar.setId("walk-film-progress");
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.getStyleClass().add("job-progress");
        bar.setMinHeight(8);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox head = new HBox(6, icon, state, gap, close);
        head.setAlignment(Pos.CENTER_LEFT);
        raw.setEditable(false);
        raw.setPrefRowCount(4);
        raw.getStyleClass().add("details-text");
        details.setExpanded(false);
        details.setAnimated(false);
        HBox buttons = new HBox(6, cancel, goOn, open, copy);
        buttons.setAlignment(Pos.CENTER_LEFT);
        cancel.setOnAction(e -> model.films().desk().cancel());
        goOn.setOnAction(e -> model.films().goOn());
        close.setOnAction(e -> model.films().dismiss());
        copy.setOnAction(
                e -> {
                    ClipboardContent text = new ClipboardContent();
                    text.putString(path().toString());
                    Clipboard.getSystemClipboard().setContent(text);
                });
        open.setOnAction(e -> model.films().reveal(path()));
        Tooltip.install(player, new Tooltip("Drag it out: the file"));
        player.setOnDragDetected(this::dragOut);
        getChildren().addAll(head, player, bar, words, buttons, details);
        model.films().desk().phaseProperty().addListener((o, was, is) -> show());
        show();
    }

    private static Button button(String id, String name, org.kordamp.ikonli.Ikon icon) {
        Button button = new Button(name, new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().add("small");
        button.setMinWidth(USE_PREF_SIZE);
        return button;
    }

    private Path path() {
        RenderDesk.Film film = model.films().desk().film();
        var recipe = model.films().desk().recipe();
        return film != null ? film.path() : Path.of(recipe == null ? "" : recipe.out());
    }

    private void dragOut(MouseEvent e) {
        if (model.films().desk().film() == null) {
            return;
        }
        Dragboard board = player.startDragAndDrop(TransferMode.COPY);
        ClipboardContent files = new ClipboardContent();
        files.putFiles(List.of(path().toFile()));
        board.setContent(files);
        e.consume();
    }

    private void show() {
        RenderDesk.Phase phase = model.films().desk().phase();
        there(this, phase != RenderDesk.Phase.IDLE);
        there(bar, phase == RenderDesk.Phase.RUNNING);
        there(cancel, phase == RenderDesk.Phase.RUNNING);
        there(goOn, phase == RenderDesk.Phase.CANCELLED || phase == RenderDesk.Phase.FAILED);
        there(open, phase == RenderDesk.Phase.DONE);
        there(copy, phase == RenderDesk.Phase.DONE);
        there(close, phase != RenderDesk.Phase.RUNNING);
        there(
                details,
                phase == RenderDesk.Phase.FAILED
                        && !model.films().desk().trouble().details().isBlank());
        there(player, phase == RenderDesk.Phase.DONE || phase == RenderDesk.Phase.RUNNING);
        icon.getStyleClass().setAll("ikonli-font-icon");
        shownPictures = 0;
        switch (phase) {
            case RUNNING -> state("Rendering", MaterialDesignM.MOVIE_OPEN_OUTLINE, "phase-busy");
            case DONE -> {
                state("Done", MaterialDesignC.CHECK_CIRCLE_OUTLINE, "phase-good");
                showFilm();
            }
            case CANCELLED -> {
                state("Not finished", MaterialDesignP.PAUSE_CIRCLE_OUTLINE, "phase-calm");
                words.setText(path().getFileName() + ": its whole frames are kept.");
            }
            case FAILED -> {
                state("Failed", MaterialDesignA.ALERT_CIRCLE_OUTLINE, "phase-bad");
                words.setText(
                        model.films().desk().trouble().whole()
                                + " Whole frames are kept; Go on draws the others.");
                raw.setText(model.films().desk().trouble().details());
            }
            case IDLE -> player.stop();
        }
        tick();
    }

    private void state(String word, org.kordamp.ikonli.Ikon sign, String style) {
        state.setText(word);
        icon.setIconCode(sign);
        icon.getStyleClass().add(style);
    }

    private void showFilm() {
        RenderDesk.Film film = model.films().desk().film();
        if (film == null) {
            return;
        }
        words.setText(
                String.format(
                                Locale.ROOT,
                                "%s  ·  %,d frames  ·  %s",
                                film.path().getFileName(),
                                film.frames(),
                                TimeScale.words(film.seconds()))
                        + film.notices().stream().map(n -> "\n" + n).collect(joining()));
        List<Image> pictures = thereAndBack(model.films().desk().pictures());
        if (film.path().toString().endsWith(".gif")) {
            // The window plays this format by itself, as it will look elsewhere.
            pictures = gif(film.path(), pictures);
        }
        double rate = film.seconds() > 0 ? film.frames() / film.seconds() : 24;
        player.play(pictures, rate);
    }

    private List<Image> thereAndBack(List<Image> oneWay) {
        var recipe = model.films().desk().recipe();
        if (recipe == null || !recipe.walk().pingPong()) {
            return oneWay;
        }
        List<Image> both = new ArrayList<>(oneWay);
        for (int i = oneWay.size() - 2; i > 0; i--) {
            both.add(oneWay.get(i));
        }
        return both;
    }

    private static List<Image> gif(Path file, List<Image> otherwise) {
        try (InputStream in = Files.newInputStream(file)) {
            return List.of(new Image(in));
        } catch (IOException e) {
            return otherwise;
        }
    }

    /** Takes over how far it is; called by the page's clock. */
    void tick() {
        if (model.films().desk().phase() != RenderDesk.Phase.RUNNING) {
            return;
        }
        RenderDesk.Reading reading = model.films().desk().reading();
        bar.setProgress(
                reading.fraction() < 0 ? ProgressBar.INDETERMINATE_PROGRESS : reading.fraction());
        String eta = reading.etaSeconds() < 0 ? "" : Readable.duration(reading.etaSeconds());
        words.setText(
                (reading.frames() > 0
                                ? String.format(
                                        Locale.ROOT,
                                        "Frame %,d of %,d",
                                        reading.frame(),
                                        reading.frames())
                                : reading.text().isEmpty() ? "Starting…" : reading.text() + "…")
                        + (eta.isEmpty() ? "" : "  ·  " + eta + " left"));
        List<Image> pictures = model.films().desk().pictures();
        if (pictures.size() != shownPictures && !pictures.isEmpty()) {
            shownPictures = pictures.size();
            player.show(pictures.get(pictures.size() - 1));
        }
    }

    /** Nothing moves while nobody looks. */
    void hidden() {
        player.stop();
    }

    /** The film plays again when the page is looked at. */
    void shown() {
        if (model.films().desk().phase() == RenderDesk.Phase.DONE) {
            showFilm();
        }
    }

    static void there(Node node, boolean is) {
        node.setVisible(is);
        node.setManaged(is);
    }
}
