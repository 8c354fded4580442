package ldmstudio.app.screen.playground;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.geometry.Insets;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import ldmstudio.app.control.ImagePane;
import ldmstudio.app.control.PictureTiles;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of the drawing that is looked at: all of them, or one large with zoom and pixel
 * values. Arrows go through them, Enter changes between both views, S gives a star, M paints a
 * mask, Delete deletes, Ctrl+C copies.
 */
final class PicturesPane extends BorderPane {
    private final PlaygroundViewModel model;
    private final PictureTiles tiles = new PictureTiles();
    private final ImagePane large = new ImagePane();
    private final StackPane centre = new StackPane();
    private final PictureBar bar;
    private List<Drawn.Picture> pictures = List.of();
    private @Nullable Drawn drawn;
    private int drawnRevision = -1;

    PicturesPane(
            PlaygroundViewModel model, @Nullable BeginPart begin, Consumer<List<Path>> onWalk) {
        this.model = model;
        bar = new PictureBar(model, this, begin, onWalk);
        tiles.setId("sample-tiles");
        tiles.setSelectable();
        tiles.setOnOpen(index -> model.singleProperty().set(true));
        tiles.setOnMenu((index, e) -> bar.menu().show(tiles, e.getScreenX(), e.getScreenY()));
        tiles.setFiles(index -> index < pictures.size() ? pictures.get(index).file() : null);
        tiles.setStarred(
                index -> index < pictures.size() && model.deeds().isStarred(pictures.get(index)));
        tiles.selectedProperty().addListener((o, was, is) -> showLarge());
        tiles.setOnChosen(this::showLarge);
        large.setId("sample-large");
        large.setFile(
                () -> {
                    Drawn.Picture picture = selected();
                    return picture == null ? null : picture.file();
                });
        large.setAccessibleText(
                "One picture; plus and minus zoom, 0 fits, 1 shows pixel by pixel, arrows go on");
        large.setOnContextMenuRequested(
                e -> bar.menu().show(large, e.getScreenX(), e.getScreenY()));
        addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
        centre.setPadding(new Insets(8));
        setTop(bar);
        setCenter(centre);
        model.singleProperty().addListener((o, was, is) -> showView());
        model.deeds().changes().addListener((o, was, is) -> refresh());
        showView();
    }

    PictureTiles tiles() {
        return tiles;
    }

    ImagePane large() {
        return large;
    }

    /** Takes over what has grown; whether there is anything now that was not before, or less. */
    boolean sample() {
        Drawn now = model.drawings().shownProperty().get();
        if (Objects.equals(now, drawn) && (now == null || now.revision() == drawnRevision)) {
            return false;
        }
        boolean other = !Objects.equals(now, drawn);
        boolean wasEmpty = pictures.isEmpty();
        drawn = now;
        drawnRevision = now == null ? -1 : now.revision();
        refresh();
        if (other) {
            tiles.selectedProperty().set(pictures.isEmpty() ? -1 : 0);
        }
        return other || wasEmpty != pictures.isEmpty();
    }

    /** Whether there is any picture to look at. */
    boolean any() {
        return !pictures.isEmpty();
    }

    /** The picture that is meant by star, delete and the like; null: none. */
    Drawn.@Nullable Picture selected() {
        int at = tiles.selectedProperty().get();
        return at < 0 || at >= pictures.size()
                ? pictures.size() == 1 ? pictures.get(0) : null
                : pictures.get(at);
    }

    /** All selected pictures. */
    List<Drawn.Picture> chosen() {
        List<Drawn.Picture> all = new ArrayList<>();
        for (int index : tiles.selection().indices()) {
            if (index < pictures.size()) {
                all.add(pictures.get(index));
            }
        }
        Drawn.Picture lead = selected();
        return all.isEmpty() && lead != null ? List.of(lead) : all;
    }

    /**
     * Files to walk between: those of the selected pictures, or of those with a star where one
     * alone is selected.
     */
    List<Path> ends() {
        List<Path> chosen = files(chosen());
        return chosen.size() > 1
                ? chosen
                : files(pictures.stream().filter(model.deeds()::isStarred).toList());
    }

    private static List<Path> files(List<Drawn.Picture> of) {
        return of.stream().map(Drawn.Picture::file).filter(Objects::nonNull).toList();
    }

    private void refresh() {
        Drawn now = drawn;
        pictures = now == null ? List.of() : now.pictures();
        tiles.setTiles(
                pictures.stream().map(p -> new PictureTiles.Tile(p.image(), p.caption())).toList());
        if (tiles.selectedProperty().get() < 0 && !pictures.isEmpty()) {
            tiles.selectedProperty().set(0);
        }
        showLarge();
    }

    private void showLarge() {
        Drawn.Picture picture = selected();
        large.setImage(picture == null ? null : picture.image());
        bar.show(picture, tiles.selectedProperty().get(), pictures.size());
    }

    private void showView() {
        boolean single = model.singleProperty().get();
        centre.getChildren().setAll(single ? large : tiles);
        bar.show(selected(), tiles.selectedProperty().get(), pictures.size());
        if (getScene() != null) {
            (single ? large : tiles).requestFocus();
        }
    }

    /** The next or the previous picture. */
    void step(int by) {
        if (!pictures.isEmpty()) {
            int at = Math.max(0, tiles.selectedProperty().get());
            tiles.selectedProperty().set(Math.floorMod(at + by, pictures.size()));
        }
    }

    void star() {
        List<Drawn.Picture> finished = chosen().stream().filter(p -> p.file() != null).toList();
        if (!finished.isEmpty()) {
            model.deeds().star(finished);
        }
    }

    /** The selected picture large, to paint a mask on it. */
    void paint() {
        bar.paint();
    }

    /** Opens the panel that films how the selected picture came about. */
    void film() {
        Drawn.Picture picture = selected();
        if (picture != null && picture.file() != null) {
            model.films().film(picture.file());
        }
    }

    void delete() {
        Drawn now = drawn;
        if (now != null) {
            model.deeds().delete(now, chosen());
        }
    }

    private void pressed(KeyEvent e) {
        boolean single = model.singleProperty().get();
        if (e.getCode() == KeyCode.DELETE) {
            delete();
        } else if (e.getCode() == KeyCode.S && !e.isShortcutDown()) {
            star();
        } else if (e.getCode() == KeyCode.W && !e.isShortcutDown()) {
            bar.walk();
        } else if (e.getCode() == KeyCode.M && !e.isShortcutDown()) {
            bar.paint();
        } else if (e.getCode() == KeyCode.F && !e.isShortcutDown()) {
            film();
        } else if (e.getCode() == KeyCode.C && e.isShortcutDown()) {
            bar.copy();
        } else if (single && (e.getCode() == KeyCode.LEFT || e.getCode() == KeyCode.RIGHT)) {
            step(e.getCode() == KeyCode.LEFT ? -1 : 1);
        } else if (single && e.getCode() == KeyCode.ENTER && !e.isShortcutDown()) {
            model.singleProperty().set(false);
        } else {
            return;
        }
        e.consume();
    }
}
