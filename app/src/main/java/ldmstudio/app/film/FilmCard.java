package ldmstudio.app.film;

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
import ldmstudio.app.control.NumberText;
import ldmstudio.app.control.TabKey;
import ldmstudio.app.text.Readable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/** The newest film: how far it is, and when it is done, what can be done with it. */
public final class FilmCard extends VBox {
    private final FilmDesk desk;
    private final FilmPlayer player;
    private final FontIcon icon = new FontIcon();
    private final Label state = new Label();
    private final Label words = new Label();
    private final ProgressBar bar = new ProgressBar(0);
    private final Button cancel;
    private final Button goOn;
    private final Button open;
    private final Button copy;
    private final Button close = new Button("", new FontIcon(MaterialDesignC.CLOSE));
    private final TextArea raw = TabKey.leaves(new TextArea());
    private final TitledPane details = new TitledPane("Details", raw);
    private int shownPictures;

    /**
     * @param id of the card; those of its parts begin with it
     */
    public FilmCard(FilmDeeds deeds, String id) {
        super(8);
        desk = deeds.desk();
        player = new FilmPlayer(id + "-picture");
        cancel = button(id + "-cancel", "Cancel", MaterialDesignC.CLOSE);
        goOn = button(id + "-go-on", "Go on", MaterialDesignP.PLAY);
        open = button(id + "-open", "Open folder", MaterialDesignF.FOLDER_OPEN_OUTLINE);
        copy = button(id + "-copy", "Copy path", MaterialDesignC.CONTENT_COPY);
        close.setId(id + "-dismiss");
        close.getStyleClass().addAll("button-icon", "flat", "small");
        close.setTooltip(new Tooltip("Put this film away"));
        close.setAccessibleText("Put this film away");
        setId(id);
        getStyleClass().add("film-card");
        setPadding(new Insets(10, 12, 10, 12));
        state.setId(id + "-state");
        state.getStyleClass().add("text-bold");
        words.setId(id + "-words");
        words.setWrapText(true);
        words.setMinHeight(USE_PREF_SIZE);
        bar.setId(id + "-progress");
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
        cancel.setOnAction(e -> desk.cancel());
        goOn.setOnAction(e -> deeds.goOn());
        close.setOnAction(e -> deeds.dismiss());
        copy.setOnAction(
                e -> {
                    ClipboardContent text = new ClipboardContent();
                    text.putString(path().toString());
                    Clipboard.getSystemClipboard().setContent(text);
                });
        open.setOnAction(e -> deeds.reveal(path()));
        Tooltip.install(player, new Tooltip("Drag it out: the file"));
        player.setOnDragDetected(this::dragOut);
        getChildren().addAll(head, player, bar, words, buttons, details);
        desk.phaseProperty().addListener((o, was, is) -> show());
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
        FilmDesk.Film film = desk.film();
        FilmOrder order = desk.order();
        return film != null ? film.path() : Path.of(order == null ? "" : order.out());
    }

    private void dragOut(MouseEvent e) {
        if (desk.film() == null) {
            return;
        }
        Dragboard board = player.startDragAndDrop(TransferMode.COPY);
        ClipboardContent files = new ClipboardContent();
        files.putFiles(List.of(path().toFile()));
        board.setContent(files);
        e.consume();
    }

    private void show() {
        FilmDesk.Phase phase = desk.phase();
        there(this, phase != FilmDesk.Phase.IDLE);
        there(bar, phase == FilmDesk.Phase.RUNNING);
        there(cancel, phase == FilmDesk.Phase.RUNNING);
        there(goOn, phase == FilmDesk.Phase.CANCELLED || phase == FilmDesk.Phase.FAILED);
        there(open, phase == FilmDesk.Phase.DONE);
        there(copy, phase == FilmDesk.Phase.DONE);
        there(close, phase != FilmDesk.Phase.RUNNING);
        there(details, phase == FilmDesk.Phase.FAILED && !desk.trouble().details().isBlank());
        there(player, phase == FilmDesk.Phase.DONE || phase == FilmDesk.Phase.RUNNING);
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
                words.setText(
                        path().getFileName()
                                + (desk.pictures().isEmpty()
                                        ? ": stopped before its first frame."
                                        : ": its whole frames are kept."));
            }
            case FAILED -> {
                state("Failed", MaterialDesignA.ALERT_CIRCLE_OUTLINE, "phase-bad");
                boolean any = !desk.pictures().isEmpty();
                words.setText(
                        desk.trouble().whole()
                                + (any ? " Whole frames are kept; Go on draws the others." : ""));
                raw.setText(desk.trouble().details());
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
        FilmDesk.Film film = desk.film();
        if (film == null) {
            return;
        }
        words.setText(
                String.format(
                                Locale.ROOT,
                                "%s  ·  %,d frames  ·  %s",
                                film.path().getFileName(),
                                film.frames(),
                                seconds(film.seconds()))
                        + film.notices().stream().map(n -> "\n" + n).collect(joining()));
        List<Image> whole = desk.whole();
        List<Image> pictures = whole.isEmpty() ? thereAndBack(held(desk.pictures(), film)) : whole;
        if (film.path().toString().endsWith(".gif")) {
            // The window plays this format by itself, as it will look elsewhere.
            pictures = gif(film.path(), pictures);
        }
        double rate = film.seconds() > 0 ? film.frames() / film.seconds() : 24;
        player.play(pictures, rate);
    }

    /** What a film ends with stands a while. */
    private List<Image> held(List<Image> told, FilmDesk.Film film) {
        FilmOrder order = desk.order();
        if (order == null || order.countsFrames() || order.pingPong() || told.isEmpty()) {
            return told;
        }
        List<Image> all = new ArrayList<>(told);
        while (all.size() < film.frames()) {
            all.add(told.get(told.size() - 1));
        }
        return all;
    }

    private static String seconds(double seconds) {
        return NumberText.of(Math.rint(seconds * 10) / 10) + " s";
    }

    private List<Image> thereAndBack(List<Image> oneWay) {
        FilmOrder order = desk.order();
        if (order == null || !order.pingPong()) {
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
    public void tick() {
        if (desk.phase() != FilmDesk.Phase.RUNNING) {
            return;
        }
        FilmDesk.Reading reading = desk.reading();
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
                                : reading.text().isEmpty() ? "Starting…" : sentence(reading.text()))
                        + (eta.isEmpty() ? "" : "  ·  " + eta + " left"));
        List<Image> pictures = desk.pictures();
        if (pictures.size() != shownPictures && !pictures.isEmpty()) {
            shownPictures = pictures.size();
            player.show(pictures.get(pictures.size() - 1));
        }
    }

    private static String sentence(String text) {
        String whole = Character.toUpperCase(text.charAt(0)) + text.substring(1);
        return whole.endsWith("left") ? whole : whole + "…";
    }

    /** Nothing moves while nobody looks. */
    public void hidden() {
        player.stop();
    }

    /** The film plays again when the page is looked at. */
    public void shown() {
        if (desk.phase() == FilmDesk.Phase.DONE) {
            showFilm();
        }
    }

    private static void there(Node node, boolean is) {
        node.setVisible(is);
        node.setManaged(is);
    }
}
