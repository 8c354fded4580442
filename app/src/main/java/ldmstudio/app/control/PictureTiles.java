package ldmstudio.app.control;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import javafx.scene.Cursor;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

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
    private IntFunction<@Nullable Path> files = index -> null;
    private OnMenu onMenu = (index, event) -> {};

    public PictureTiles() {
        getStyleClass().add("picture-tiles");
        setMinSize(120, 60);
    }

    /** What a click on a picture does. */
    public void setOnOpen(IntConsumer onOpen) {
        this.onOpen = onOpen;
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
            if (used) {
                views.get(i).setImage(tiles.get(i).image());
                captions.get(i).setText(tiles.get(i).caption());
                views.get(i).setAccessibleText("Picture " + (i + 1) + " " + tiles.get(i).caption());
            } else {
                views.get(i).setImage(null);
            }
        }
        requestLayout();
    }

    private void add(int index) {
        ImageView view = new ImageView();
        view.setPreserveRatio(true);
        view.setCursor(Cursor.HAND);
        view.setOnMouseClicked(
                e -> {
                    if (e.getButton() == javafx.scene.input.MouseButton.PRIMARY) {
                        onOpen.accept(index);
                    }
                });
        view.setOnContextMenuRequested(e -> onMenu.show(index, e));
        view.setOnDragDetected(
                e -> {
                    Path file = files.apply(index);
                    if (file != null) {
                        ClipboardContent content = new ClipboardContent();
                        content.putFiles(List.of(file.toFile()));
                        view.startDragAndDrop(TransferMode.COPY).setContent(content);
                        e.consume();
                    }
                });
        Label caption = new Label();
        caption.getStyleClass().add("image-caption");
        views.add(view);
        captions.add(caption);
        getChildren().addAll(view, caption);
    }

    @Override
    protected void layoutChildren() {
        int count = tiles.size();
        if (count == 0) {
            return;
        }
        double below = tiles.stream().allMatch(t -> t.caption().isEmpty()) ? 0 : CAPTION;
        int columns = bestColumns(count, below);
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
        }
    }

    private int bestColumns(int count, double below) {
        int best = 1;
        for (int columns = 1; columns <= count; columns++) {
            int rows = (count + columns - 1) / columns;
            int bestRows = (count + best - 1) / best;
            if (side(columns, rows, below) > side(best, bestRows, below)) {
                best = columns;
            }
        }
        return best;
    }

    private double side(int columns, int rows, double below) {
        double wide = (getWidth() + GAP) / columns - GAP;
        double high = (getHeight() + GAP) / rows - GAP - below;
        return Math.max(8, Math.floor(Math.min(wide, high)));
    }
}
