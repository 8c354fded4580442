package ldmstudio.app.control;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Cursor;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;

/**
 * Pictures that belong together, in columns under each other: input, reconstruction, the
 * discriminator's map. All have one size, as large as the place allows.
 */
public final class PictureRows extends Region {
    /** One row: its name and its pictures. */
    public record Row(String name, List<Image> pictures) {
        public Row {
            pictures = List.copyOf(pictures);
        }
    }

    /** Hears which picture was clicked. */
    @FunctionalInterface
    public interface OnOpen {
        void open(int row, int column);
    }

    private static final double GAP = 4;
    private static final double LABEL = 102;

    private final List<Label> labels = new ArrayList<>();
    private final List<List<ImageView>> views = new ArrayList<>();
    private final Region frame = new Region();
    private List<Row> rows = List.of();
    private int row;
    private int column;
    private OnOpen onOpen = (row, column) -> {};

    /** No rows. */
    public PictureRows() {
        getStyleClass().add("picture-rows");
        setAccessibleText("Pictures of a step");
        addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
        focusedProperty().addListener((o, was, is) -> requestLayout());
        frame.getStyleClass().add("picture-row-frame");
        frame.setMouseTransparent(true);
        setMinSize(160, 60);
    }

    /** What a click on a picture does. */
    public void setOnOpen(OnOpen onOpen) {
        this.onOpen = onOpen;
    }

    public List<Row> rows() {
        return rows;
    }

    /** Shows these rows; nodes are kept where the shape is the same, so that nothing flickers. */
    public void setRows(List<Row> newRows) {
        boolean sameShape = rows.size() == newRows.size();
        for (int r = 0; sameShape && r < rows.size(); r++) {
            sameShape = rows.get(r).pictures().size() == newRows.get(r).pictures().size();
        }
        rows = List.copyOf(newRows);
        if (!sameShape) {
            build();
        }
        for (int r = 0; r < rows.size(); r++) {
            labels.get(r).setText(rows.get(r).name());
            for (int c = 0; c < rows.get(r).pictures().size(); c++) {
                views.get(r).get(c).setImage(rows.get(r).pictures().get(c));
            }
        }
        setFocusTraversable(!rows.isEmpty());
        requestLayout();
    }

    /** The arrows choose a picture, Enter opens it, as a click does. */
    private void pressed(KeyEvent e) {
        if (rows.isEmpty()) {
            return;
        }
        switch (e.getCode()) {
            case UP -> row--;
            case DOWN -> row++;
            case LEFT -> column--;
            case RIGHT -> column++;
            case ENTER -> onOpen.open(row, column);
            default -> {
                return;
            }
        }
        e.consume();
        limit();
        setAccessibleText(rows.get(row).name() + ", picture " + (column + 1));
        requestLayout();
    }

    private void limit() {
        row = Math.max(0, Math.min(rows.size() - 1, row));
        column = Math.max(0, Math.min(rows.get(row).pictures().size() - 1, column));
    }

    private void build() {
        getChildren().setAll(frame);
        labels.clear();
        views.clear();
        for (int r = 0; r < rows.size(); r++) {
            int line = r;
            Label label = new Label();
            label.getStyleClass().add("picture-row-name");
            label.setWrapText(true);
            labels.add(label);
            getChildren().add(label);
            List<ImageView> pictures = new ArrayList<>();
            for (int c = 0; c < rows.get(r).pictures().size(); c++) {
                int place = c;
                ImageView view = new ImageView();
                view.setPreserveRatio(true);
                view.setCursor(Cursor.HAND);
                view.setOnMouseClicked(e -> onOpen.open(line, place));
                pictures.add(view);
                getChildren().add(view);
            }
            views.add(pictures);
        }
    }

    @Override
    protected void layoutChildren() {
        int columns = rows.stream().mapToInt(r -> r.pictures().size()).max().orElse(0);
        if (columns == 0) {
            return;
        }
        double side =
                Math.floor(
                        Math.min(
                                (getWidth() - LABEL) / columns - GAP,
                                getHeight() / rows.size() - GAP));
        side = Math.max(8, side);
        limit();
        frame.setVisible(isFocused());
        frame.resizeRelocate(
                LABEL + column * (side + GAP) - 2, row * (side + GAP) - 2, side + 4, side + 4);
        for (int r = 0; r < rows.size(); r++) {
            double y = r * (side + GAP);
            labels.get(r).resizeRelocate(0, y, LABEL - 8, side);
            for (int c = 0; c < views.get(r).size(); c++) {
                ImageView view = views.get(r).get(c);
                Image image = view.getImage();
                view.setSmooth(image == null || image.getWidth() * 1.5 > side);
                view.setFitWidth(side);
                view.setFitHeight(side);
                view.relocate(LABEL + c * (side + GAP), y);
            }
        }
    }
}
