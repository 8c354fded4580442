package ldmstudio.app.control;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.geometry.Orientation;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import org.jspecify.annotations.Nullable;

/**
 * Pictures in rows, as many as there are: only the visible ones have nodes, and their thumbnails
 * come from a {@link ThumbnailLoader}. Arrow keys, Home, End and page keys move the selection,
 * Enter or a double click opens it.
 */
public final class ImageGrid extends Region {
    private static final double GAP = 6;
    private static final double WHEEL = 1.0;

    private final ScrollBar bar = new ScrollBar();
    private final Region cells = new CellArea();
    private final Map<Integer, ImageCell> shown = new HashMap<>();
    private final List<ImageCell> spare = new ArrayList<>();
    private final IntegerProperty selected = new SimpleIntegerProperty(this, "selected", -1);
    private final DoubleProperty tileSize = new SimpleDoubleProperty(this, "tileSize", 96);
    private final PictureSelection selection = new PictureSelection(selected);
    private @Nullable ThumbnailLoader loader;
    private IntFunction<String> captions = index -> "";
    private IntFunction<@Nullable ContextMenu> menus = index -> null;
    private IntFunction<@Nullable Path> files = index -> null;
    private Runnable onChosen = () -> {};
    private IntConsumer onOpen = index -> {};
    private int count;
    private boolean captioned;

    /** An empty grid. */
    public ImageGrid() {
        getStyleClass().add("image-grid");
        setFocusTraversable(true);
        setMinSize(120, 80);
        bar.setOrientation(Orientation.VERTICAL);
        bar.valueProperty().addListener((o, was, is) -> cells.requestLayout());
        getChildren().addAll(cells, bar);
        selection.setOnChanged(this::chosen);
        selected.addListener((o, was, is) -> select(is.intValue()));
        tileSize.addListener((o, was, is) -> refresh());
        addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
        setOnScroll(
                e -> {
                    scrollTo(bar.getValue() - e.getDeltaY() * WHEEL);
                    e.consume();
                });
    }

    /**
     * Shows other pictures, scrolled to the top.
     *
     * @param captions what stands under picture {@code i}; empty strings for none
     */
    public void setItems(int newCount, ThumbnailLoader newLoader, IntFunction<String> captions) {
        if (loader != null && loader != newLoader) {
            loader.close();
        }
        loader = newLoader;
        count = newCount;
        this.captions = captions;
        captioned = newCount > 0 && !captions.apply(0).isEmpty();
        newLoader.setOnLoaded(this::loaded);
        refresh();
        selected.set(-1);
        selection.limit(0);
        bar.setValue(0);
    }

    /** Shows more or fewer pictures of the same source, keeping the place. */
    public void setCount(int newCount) {
        count = newCount;
        selection.limit(newCount);
        captioned = newCount > 0 && !captions.apply(0).isEmpty();
        refresh();
    }

    /** Number of pictures. */
    public int count() {
        return count;
    }

    /** The selected picture; -1 for none. */
    public IntegerProperty selectedProperty() {
        return selected;
    }

    /** All selected pictures, the one that leads among them. */
    public PictureSelection selection() {
        return selection;
    }

    /** Called when other pictures are selected. */
    public void setOnChosen(Runnable listener) {
        onChosen = listener;
    }

    private void chosen() {
        shown.forEach((index, cell) -> fill(cell, index));
        onChosen.run();
    }

    /** Side of a picture in pixels. */
    public DoubleProperty tileSizeProperty() {
        return tileSize;
    }

    /** What Enter and a double click do. */
    public void setOnOpen(IntConsumer onOpen) {
        this.onOpen = onOpen;
    }

    /** What a right click offers. */
    public void setMenus(IntFunction<@Nullable ContextMenu> menus) {
        this.menus = menus;
    }

    /** Which file a picture becomes when it is dragged out of the window; null: none. */
    public void setFiles(IntFunction<@Nullable Path> files) {
        this.files = files;
    }

    /** Number of nodes in use: bounded by the window, whatever the number of pictures. */
    public int cellsInUse() {
        return shown.size();
    }

    /** Whether every visible picture has its thumbnail, or why it has none. */
    public boolean thumbnailsShown() {
        ThumbnailLoader from = loader;
        return from != null
                && !shown.isEmpty()
                && shown.keySet().stream()
                        .allMatch(i -> from.cached(i).isPresent() || from.failure(i).isPresent());
    }

    /** Scrolls so that the picture can be seen. */
    public void reveal(int index) {
        double top = (double) (index / columns()) * rowHeight();
        if (top < bar.getValue()) {
            scrollTo(top);
        } else if (top + rowHeight() > bar.getValue() + getHeight()) {
            scrollTo(top + rowHeight() - getHeight());
        }
    }

    private void scrollTo(double value) {
        bar.setValue(Math.max(0, Math.min(bar.getMax(), value)));
    }

    /** Tiles grow a little, so that the columns fill the width. */
    private double side() {
        double width = getWidth() - bar.prefWidth(-1) - GAP;
        return Math.max(tileSize.get(), Math.floor(width / columns()) - GAP);
    }

    private double rowHeight() {
        return side() + GAP + (captioned ? ImageCell.CAPTION_HEIGHT : 0);
    }

    private int columns() {
        double width = getWidth() - bar.prefWidth(-1) - GAP;
        return (int) Math.max(1, Math.floor(width / (tileSize.get() + GAP)));
    }

    private void refresh() {
        for (ImageCell cell : shown.values()) {
            cell.setVisible(false);
            spare.add(cell);
        }
        shown.clear();
        requestLayout();
        cells.requestLayout();
    }

    @Override
    protected void layoutChildren() {
        double barWidth = bar.prefWidth(-1);
        int rows = (count + columns() - 1) / columns();
        double content = rows * rowHeight() + GAP;
        double overflow = Math.max(0, content - getHeight());
        bar.setVisible(overflow > 0);
        bar.setMin(0);
        bar.setMax(overflow);
        bar.setVisibleAmount(overflow * Math.min(1, getHeight() / Math.max(1, content)));
        bar.setUnitIncrement(rowHeight());
        bar.setBlockIncrement(Math.max(rowHeight(), getHeight() - rowHeight()));
        if (bar.getValue() > overflow) {
            bar.setValue(overflow);
        }
        bar.resizeRelocate(getWidth() - barWidth, 0, barWidth, getHeight());
        cells.resizeRelocate(0, 0, getWidth() - barWidth, getHeight());
        cells.requestLayout();
    }

    private void layoutCells() {
        int columns = columns();
        int firstRow = (int) Math.floor(bar.getValue() / rowHeight());
        int lastRow = (int) Math.floor((bar.getValue() + getHeight()) / rowHeight());
        int first = Math.max(0, Math.min(count, firstRow * columns));
        int end = Math.max(first, Math.min(count, (lastRow + 1) * columns));
        for (Iterator<Map.Entry<Integer, ImageCell>> it = shown.entrySet().iterator();
                it.hasNext(); ) {
            Map.Entry<Integer, ImageCell> entry = it.next();
            if (entry.getKey() < first || entry.getKey() >= end) {
                entry.getValue().setVisible(false);
                spare.add(entry.getValue());
                it.remove();
            }
        }
        List<Integer> visible = new ArrayList<>();
        for (int index = first; index < end; index++) {
            visible.add(index);
            ImageCell cell = shown.get(index);
            if (cell == null) {
                cell = takeCell();
                shown.put(index, cell);
                fill(cell, index);
            }
            double size = side();
            cell.resizeRelocate(
                    GAP + index % columns * (size + GAP),
                    GAP + (double) (index / columns) * rowHeight() - bar.getValue(),
                    size,
                    rowHeight() - GAP);
        }
        if (loader != null) {
            loader.want(visible);
        }
    }

    private ImageCell takeCell() {
        ImageCell cell;
        if (spare.isEmpty()) {
            cell = new ImageCell();
            cell.setManaged(false);
            cell.addEventHandler(MouseEvent.MOUSE_PRESSED, this::clicked);
            cell.addEventHandler(
                    MouseEvent.MOUSE_CLICKED,
                    e -> selection.released(((ImageCell) e.getSource()).index(), e));
            cell.setOnDragDetected(this::dragged);
            ((CellArea) cells).add(cell);
        } else {
            cell = spare.remove(spare.size() - 1);
        }
        cell.setVisible(true);
        return cell;
    }

    private void fill(ImageCell cell, int index) {
        cell.show(
                index,
                loader == null ? null : loader.cached(index).orElse(null),
                loader == null ? "" : loader.failure(index).orElse(""),
                captions.apply(index),
                selection.contains(index));
    }

    private void loaded(int index) {
        ImageCell cell = shown.get(index);
        if (cell != null) {
            fill(cell, index);
        }
    }

    private void select(int is) {
        if (is >= 0) {
            reveal(is);
        }
    }

    private void clicked(MouseEvent e) {
        requestFocus();
        ImageCell cell = (ImageCell) e.getSource();
        selection.pressed(cell.index(), e);
        if (e.getButton() == MouseButton.PRIMARY && e.getClickCount() == 2) {
            onOpen.accept(cell.index());
        } else if (e.isPopupTrigger() || e.getButton() == MouseButton.SECONDARY) {
            ContextMenu menu = menus.apply(cell.index());
            if (menu != null) {
                menu.show(cell, e.getScreenX(), e.getScreenY());
            }
        }
        e.consume();
    }

    private void dragged(MouseEvent e) {
        ImageCell cell = (ImageCell) e.getSource();
        List<Integer> indices =
                selection.contains(cell.index()) ? selection.indices() : List.of(cell.index());
        List<File> dragged = new ArrayList<>();
        for (int index : indices) {
            Path file = files.apply(index);
            if (file != null) {
                dragged.add(file.toFile());
            }
        }
        if (!dragged.isEmpty()) {
            ClipboardContent content = new ClipboardContent();
            content.putFiles(dragged);
            cell.startDragAndDrop(TransferMode.COPY).setContent(content);
            e.consume();
        }
    }

    private void pressed(KeyEvent e) {
        if (count == 0) {
            return;
        }
        if (selection.key(e, count)) {
            e.consume();
            return;
        }
        int columns = columns();
        int page = (int) Math.max(1, Math.floor(getHeight() / rowHeight())) * columns;
        int at = selected.get();
        int to =
                switch (e.getCode()) {
                    case LEFT -> at - 1;
                    case RIGHT -> at + 1;
                    case UP -> at - columns;
                    case DOWN -> at < 0 ? 0 : at + columns;
                    case HOME -> 0;
                    case END -> count - 1;
                    case PAGE_UP -> at - page;
                    case PAGE_DOWN -> at + page;
                    default -> Integer.MIN_VALUE;
                };
        if (to != Integer.MIN_VALUE) {
            selection.moveTo(Math.max(0, Math.min(count - 1, to)), e);
            e.consume();
        } else if (e.getCode() == javafx.scene.input.KeyCode.ENTER && at >= 0) {
            onOpen.accept(at);
            e.consume();
        }
    }

    /** Clips the cells and lays them out without laying out the scroll bar. */
    private final class CellArea extends Region {
        CellArea() {
            Rectangle clip = new Rectangle();
            clip.widthProperty().bind(widthProperty());
            clip.heightProperty().bind(heightProperty());
            setClip(clip);
        }

        void add(ImageCell cell) {
            getChildren().add(cell);
        }

        @Override
        protected void layoutChildren() {
            layoutCells();
        }
    }
}
