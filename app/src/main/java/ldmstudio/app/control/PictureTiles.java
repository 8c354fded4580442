package ldmstudio.app.control;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.scene.Cursor;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

/** A few pictures at once, as large as the place allows, each with a word below. */
public final class PictureTiles extends Region {
    /** A picture and its word; an empty word takes no room when all are empty. */
    public record Tile(Image image, String caption) {}

    /** Hears of a right click. */
    @FunctionalInterface
    public interface OnMenu {
        void show(int index, ContextMenuEvent event);
    }

    private static final double GAP = 6;
    private static final double CAPTION = 16;

    private final List<ImageView> views = new ArrayList<>();
    private final List<Label> captions = new ArrayList<>();
    private List<Tile> tiles = List.of();
    private IntConsumer onOpen = index -> {};
    private Runnable onChosen = () -> {};
    private IntFunction<@Nullable Path> files = index -> null;
    private OnMenu onMenu = (index, event) -> {};
    private IntPredicate starred = index -> false;
    private final List<FontIcon> stars = new ArrayList<>();
    private final List<Region> frames = new ArrayList<>();
    private final IntegerProperty selected = new SimpleIntegerProperty(this, "selected", -1);
    private final PictureSelection selection = new PictureSelection(selected);
    private boolean selectable;
    private int columns = 1;

    public PictureTiles() {
        getStyleClass().add("picture-tiles");
        setMinSize(120, 60);
        selection.setOnChanged(this::chosen);
        selected.addListener((o, was, is) -> requestLayout());
    }

    /**
     * Makes pictures selectable: by a click, and by the arrow keys, Home and End, several with
     * Shift and Ctrl, all by Ctrl+A; then a double click or Enter opens one.
     */
    public void setSelectable() {
        selectable = true;
        takeKeys();
    }

    private void takeKeys() {
        if (!isFocusTraversable()) {
            setFocusTraversable(true);
            setAccessibleText("Pictures");
            addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
        }
    }

    /** The selected picture; -1: none. */
    public IntegerProperty selectedProperty() {
        return selected;
    }

    /** All selected pictures, the one that leads among them. */
    public PictureSelection selection() {
        return selection;
    }

    private void chosen() {
        int many = selection.indices().size();
        setAccessibleText(many > 1 ? "Pictures, " + many + " selected" : "Pictures");
        requestLayout();
        onChosen.run();
    }

    /** Called when other pictures are selected. */
    public void setOnChosen(Runnable listener) {
        onChosen = listener;
    }

    /** Which pictures carry a star in their corner; ask again with {@link #setTiles}. */
    public void setStarred(IntPredicate starred) {
        this.starred = starred;
    }

    /** What a click on a picture does. */
    public void setOnOpen(IntConsumer onOpen) {
        this.onOpen = onOpen;
        takeKeys();
    }

    /** What a right click on a picture does. */
    public void setOnMenu(OnMenu onMenu) {
        this.onMenu = onMenu;
    }

    /** Which file a picture becomes when it is dragged out of the window; null: none. */
    public void setFiles(IntFunction<@Nullable Path> files) {
        this.files = files;
    }

    public List<Tile> tiles() {
        return tiles;
    }

    /** Shows these pictures; nodes are kept, so that growing pictures do not flicker. */
    public void setTiles(List<Tile> newTiles) {
        tiles = List.copyOf(newTiles);
        while (views.size() < tiles.size()) {
            add(views.size());
        }
        for (int i = 0; i < views.size(); i++) {
            boolean used = i < tiles.size();
            views.get(i).setVisible(used);
            captions.get(i).setVisible(used);
            stars.get(i).setVisible(used && starred.test(i));
            if (used) {
                views.get(i).setImage(tiles.get(i).image());
                captions.get(i).setText(tiles.get(i).caption());
                views.get(i).setAccessibleText("Picture " + (i + 1) + " " + tiles.get(i).caption());
            } else {
                views.get(i).setImage(null);
            }
        }
        selection.limit(tiles.size());
        if (selected.get() >= tiles.size()) {
            selected.set(tiles.size() - 1);
        }
        requestLayout();
    }

    private void clicked(int index, MouseEvent e) {
        if (selectable) {
            selection.released(index, e);
        }
        if (e.getButton() == MouseButton.PRIMARY && (!selectable || e.getClickCount() == 2)) {
            onOpen.accept(index);
        }
    }

    private void pressed(KeyEvent e) {
        int at = selected.get();
        int to =
                switch (e.getCode()) {
                    case LEFT -> at - 1;
                    case RIGHT -> at + 1;
                    case UP -> at - columns;
                    case DOWN -> at < 0 ? 0 : at + columns;
                    case HOME -> 0;
                    case END -> tiles.size() - 1;
                    default -> Integer.MIN_VALUE;
                };
        if (tiles.isEmpty()) {
            return;
        }
        if (selection.key(e, tiles.size())) {
            e.consume();
            return;
        }
        if (to != Integer.MIN_VALUE) {
            selection.moveTo(Math.max(0, Math.min(tiles.size() - 1, to)), e);
            e.consume();
        } else if (e.getCode() == KeyCode.ENTER && !e.isShortcutDown() && at >= 0) {
            onOpen.accept(at);
            e.consume();
        }
    }

    private void add(int index) {
        ImageView view = new ImageView();
        view.setPreserveRatio(true);
        view.setCursor(Cursor.HAND);
        view.setOnMousePressed(
                e -> {
                    if (selectable) {
                        requestFocus();
                        selection.pressed(index, e);
                    }
                });
        view.setOnMouseClicked(e -> clicked(index, e));
        view.setOnContextMenuRequested(e -> onMenu.show(index, e));
        view.setOnDragDetected(
                e -> {
                    List<File> dragged = dragged(index);
                    if (!dragged.isEmpty()) {
                        ClipboardContent content = new ClipboardContent();
                        content.putFiles(dragged);
                        view.startDragAndDrop(TransferMode.COPY).setContent(content);
                        e.consume();
                    }
                });
        Label caption = new Label();
        caption.getStyleClass().add("image-caption");
        FontIcon star = new FontIcon(MaterialDesignS.STAR);
        star.getStyleClass().add("picture-star");
        star.setMouseTransparent(true);
        views.add(view);
        captions.add(caption);
        stars.add(star);
        getChildren().addAll(view, caption, star);
    }

    /** All selected pictures go along when one of them is dragged. */
    private List<File> dragged(int index) {
        List<Integer> indices = selection.contains(index) ? selection.indices() : List.of(index);
        List<File> dragged = new ArrayList<>();
        for (int one : indices) {
            Path file = files.apply(one);
            if (file != null) {
                dragged.add(file.toFile());
            }
        }
        return dragged;
    }

    private Region frame(int number) {
        while (frames.size() <= number) {
            Region frame = new Region();
            frame.getStyleClass().add("picture-frame");
            frame.setMouseTransparent(true);
            frames.add(frame);
            getChildren().add(frames.size() - 1, frame);
        }
        return frames.get(number);
    }

    @Override
    protected void layoutChildren() {
        int count = tiles.size();
        int framed = 0;
        frames.forEach(frame -> frame.setVisible(false));
        if (count == 0) {
            return;
        }
        double below = tiles.stream().allMatch(t -> t.caption().isEmpty()) ? 0 : CAPTION;
        columns = bestColumns(count, below);
        int rows = (count + columns - 1) / columns;
        double side = side(columns, rows, below);
        double left = Math.floor((getWidth() - columns * (side + GAP) + GAP) / 2);
        double top = Math.floor((getHeight() - rows * (side + below + GAP) + GAP) / 2);
        for (int i = 0; i < count; i++) {
            ImageView view = views.get(i);
            Image image = view.getImage();
            double x = left + i % columns * (side + GAP);
            double y = top + (double) (i / columns) * (side + below + GAP);
            view.setSmooth(image == null || image.getWidth() * 1.5 > side);
            view.setFitWidth(side);
            view.setFitHeight(side);
            view.relocate(x, y);
            captions.get(i).resizeRelocate(x, y + side, side, below);
            stars.get(i).relocate(x + 4, y + 4);
            if (selectable && selection.contains(i)) {
                Region frame = frame(framed++);
                frame.setVisible(true);
                // Around the picture itself, which need not be square.
                double wide = image == null ? side : view.getLayoutBounds().getWidth();
                double high = image == null ? side : view.getLayoutBounds().getHeight();
                frame.resizeRelocate(x - 3, y - 3, wide + 6, high + 6);
            }
        }
    }

    private int bestColumns(int count, double below) {
        int best = 1;
        for (int tried = 1; tried <= count; tried++) {
            int rows = (count + tried - 1) / tried;
            int bestRows = (count + best - 1) / best;
            if (side(tried, rows, below) > side(best, bestRows, below)) {
                best = tried;
            }
        }
        return best;
    }

    private double side(int across, int rows, double below) {
        double wide = (getWidth() + GAP) / across - GAP;
        double high = (getHeight() + GAP) / rows - GAP - below;
        return Math.max(8, Math.floor(Math.min(wide, high)));
    }
}
