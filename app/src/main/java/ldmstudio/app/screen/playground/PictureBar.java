package ldmstudio.app.screen.playground;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import ldmstudio.app.control.FoldingBar;
import ldmstudio.app.control.SegmentedChoice;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignB;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;
import org.kordamp.ikonli.materialdesign2.MaterialDesignU;
import org.kordamp.ikonli.materialdesign2.MaterialDesignV;

/** What can be done with the selected picture, above the pictures and on their menu. */
final class PictureBar extends VBox {
    private final PlaygroundViewModel model;
    private final PicturesPane pane;
    private final @Nullable BeginPart begin;
    private final Consumer<List<Path>> onWalk;
    private final Label place = new Label();
    private final IconButton star;
    private final IconButton delete;
    private final IconButton copy;
    private final IconButton film;
    private final IconButton paint;
    private final IconButton walk;
    private final IconButton fit;
    private final IconButton undo;

    PictureBar(
            PlaygroundViewModel model,
            PicturesPane pane,
            @Nullable BeginPart begin,
            Consumer<List<Path>> onWalk) {
        this.onWalk = onWalk;
        this.model = model;
        this.pane = pane;
        this.begin = begin;
        getStyleClass().add("play-toolbar");
        SegmentedChoice<Boolean> views =
                new SegmentedChoice<>(
                        List.of(false, true),
                        model.singleProperty().get(),
                        single -> single ? "One" : "All",
                        single -> single ? "sample-view-one" : "sample-view-all");
        views.valueProperty().addListener((o, was, is) -> model.singleProperty().set(is));
        model.singleProperty().addListener((o, was, is) -> views.valueProperty().set(is));
        place.setId("sample-place");
        place.getStyleClass().addAll("text-muted", "text-small");
        place.setPadding(new Insets(0, 0, 0, 8));
        fit =
                new IconButton(
                        "sample-fit",
                        MaterialDesignF.FIT_TO_PAGE_OUTLINE,
                        "Fit (0); 1 shows it pixel by pixel, the wheel zooms",
                        () -> pane.large().fit());
        star = new IconButton("sample-star", MaterialDesignS.STAR_OUTLINE, "Star (S)", pane::star);
        delete =
                new IconButton(
                        "sample-delete",
                        MaterialDesignT.TRASH_CAN_OUTLINE,
                        "Delete; Ctrl+Z brings it back",
                        pane::delete);
        copy =
                new IconButton(
                        "sample-copy",
                        MaterialDesignC.CONTENT_COPY,
                        "Copy the picture (Ctrl+C); it can also be dragged out as a file",
                        this::copy);
        film =
                new IconButton(
                        "sample-film",
                        MaterialDesignM.MOVIE_OPEN_OUTLINE,
                        "Film this: every step of its sampling (F)",
                        pane::film);
        paint =
                new IconButton(
                        "sample-mask",
                        MaterialDesignB.BRUSH,
                        "Paint a mask on it: only that part is drawn anew (M)",
                        this::paint);
        paint.setVisible(begin != null);
        paint.setManaged(begin != null);
        walk =
                new IconButton(
                        "sample-walk",
                        MaterialDesignV.VECTOR_CURVE,
                        "Walk between the selected pictures, or those with a star (W)",
                        this::walk);
        undo =
                new IconButton(
                        "sample-undo", MaterialDesignU.UNDO, "Undo (Ctrl+Z)", model.undo()::undo);
        model.undo().nextProperty().addListener((o, was, is) -> showUndo(is));
        showUndo(model.undo().nextProperty().get());
        HBox which = new HBox(4, views, place);
        which.setAlignment(Pos.CENTER_LEFT);
        HBox deeds = new HBox(4, undo, fit, star, paint, film, walk, copy, delete);
        deeds.setAlignment(Pos.CENTER_LEFT);
        FoldingBar line = new FoldingBar(which, deeds, 4);
        line.setPadding(new Insets(4, 8, 4, 8));
        getChildren().add(line);
    }

    private void showUndo(String next) {
        undo.setDisable(next.isEmpty());
        undo.show(MaterialDesignU.UNDO, next.isEmpty() ? "Undo (Ctrl+Z)" : "Undo: " + next);
    }

    /** Another picture is selected, or it has changed. */
    void show(Drawn.@Nullable Picture picture, int index, int count) {
        boolean finished = picture != null && picture.file() != null;
        boolean starred = picture != null && model.deeds().isStarred(picture);
        star.setDisable(!finished);
        star.show(
                starred ? MaterialDesignS.STAR : MaterialDesignS.STAR_OUTLINE,
                starred ? "Take the star away (S)" : "Star (S)");
        delete.setDisable(!finished);
        film.setDisable(!finished);
        paint.setDisable(!finished);
        walk.setDisable(pane.ends().size() < 2);
        copy.setDisable(picture == null);
        fit.setVisible(model.singleProperty().get());
        place.setText(
                picture == null
                        ? ""
                        : (index + 1)
                                + " of "
                                + count
                                + "  ·  "
                                + (int) picture.image().getWidth()
                                + " × "
                                + (int) picture.image().getHeight());
    }

    /** The selected picture large, to paint what of it is drawn anew. */
    void paint() {
        Drawn.Picture picture = pane.selected();
        if (begin != null && picture != null && picture.file() != null) {
            begin.paintOn(picture.file());
        }
    }

    /** Goes to the page where the selected pictures become the ends of a walk. */
    void walk() {
        List<Path> ends = pane.ends();
        if (ends.size() > 1) {
            onWalk.accept(ends);
        }
    }

    /** Puts the selected picture on the clipboard as pixels, and all selected ones as files. */
    void copy() {
        Drawn.Picture picture = pane.selected();
        if (picture == null) {
            return;
        }
        ClipboardContent content = new ClipboardContent();
        content.putImage(picture.image());
        List<File> files = new ArrayList<>();
        for (Drawn.Picture one : pane.chosen()) {
            Path file = one.file();
            if (file != null) {
                files.add(file.toFile());
            }
        }
        if (!files.isEmpty()) {
            content.putFiles(files);
        }
        Clipboard.getSystemClipboard().setContent(content);
    }

    /** The right click's menu for the selected picture. */
    ContextMenu menu() {
        Drawn.Picture picture = pane.selected();
        Path file = picture == null ? null : picture.file();
        ContextMenu menu = new ContextMenu();
        boolean single = model.singleProperty().get();
        add(
                menu,
                single ? "Show all pictures" : "Look at it large",
                () -> model.singleProperty().set(!single));
        if (file == null) {
            return menu;
        }
        add(menu, "Use its settings…", () -> model.edits().offerRecipeOf(file));
        BeginPart part = begin;
        if (part != null) {
            add(menu, "Start from this picture", () -> part.startFrom(file));
            add(menu, "Paint a mask on it", this::paint);
        }
        if (pane.ends().size() > 1) {
            add(menu, "Walk between these", this::walk);
        }
        add(menu, "Film this…", pane::film);
        add(menu, "Star or take it away", pane::star);
        add(menu, "Copy", this::copy);
        add(menu, "Copy its path", () -> copyText(file.toString()));
        add(menu, "Save with its recipe…", () -> save(file));
        add(menu, "Delete", pane::delete);
        return menu;
    }

    private static void add(ContextMenu menu, String words, Runnable action) {
        MenuItem item = new MenuItem(words);
        item.setOnAction(e -> action.run());
        menu.getItems().add(item);
    }

    private static void copyText(String words) {
        ClipboardContent text = new ClipboardContent();
        text.putString(words);
        Clipboard.getSystemClipboard().setContent(text);
    }

    private void save(Path file) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Save the picture");
        chooser.setInitialFileName(String.valueOf(file.getFileName()));
        chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter("PNG", "*.png"));
        File chosen = chooser.showSaveDialog(getScene().getWindow());
        if (chosen != null) {
            model.deeds().save(file, chosen.toPath());
        }
    }
}
