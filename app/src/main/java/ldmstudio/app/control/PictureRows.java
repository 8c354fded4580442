package ldmstudio.app.control;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Cursor;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
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
    private List<Row> rows = List.of();
    private OnOpen onOpen = (row, column) -> {};

    /** No rows. */
    public PictureRows() {
        getStyleClass().add("picture-rows");
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
        requestLayout();
    }

    private void build() {
        getChildren().clear();
        labels.clear();
        views.clear();
        for (int r = 0; r < rows.size(); r++) {
            int row = r;
            Label label = new Label();
            label.getStyleClass().add("picture-row-name");
            label.setWrapText(true);
            labels.add(label);
            getChildren().add(label);
            List<ImageView> line = new ArrayList<>();
            for (int c = 0; c < rows.get(r).pictures().size(); c++) {
                int column = c;
                ImageView view = new ImageView();
                view.setPreserveRatio(true);
                view.setCursor(Cursor.HAND);
                view.setOnMouseClicked(e -> onOpen.open(row, column));
                line.add(view);
                getChildren().add(view);
            }
            views.add(line);
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
