package ldmstudio.app.control;

import javafx.geometry.HPos;
import javafx.geometry.Orientation;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.layout.Region;

/**
 * A bar of two groups, one at each end; where a narrow window has no room for both the second goes
 * below the first, so that nothing of either is cut. Each group is as wide as it likes to be, or as
 * wide as the bar.
 */
public final class FoldingBar extends Region {
    private final Node start;
    private final Node end;
    private final double gap;

    /**
     * @param gap between the groups, beside and below each other
     */
    public FoldingBar(Node start, Node end, double gap) {
        this.start = start;
        this.end = end;
        this.gap = gap;
        getChildren().addAll(start, end);
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    /** Whether that width is too small for both beside each other. */
    boolean folds(double width) {
        return start.prefWidth(-1) + gap + end.prefWidth(-1) > inner(width) + 0.5;
    }

    private double inner(double width) {
        return width - snappedLeftInset() - snappedRightInset();
    }

    private double sides() {
        return snappedLeftInset() + snappedRightInset();
    }

    @Override
    protected double computeMinWidth(double height) {
        return sides() + Math.max(start.minWidth(-1), end.minWidth(-1));
    }

    @Override
    protected double computePrefWidth(double height) {
        return sides() + start.prefWidth(-1) + gap + end.prefWidth(-1);
    }

    @Override
    protected double computeMaxWidth(double height) {
        return Double.MAX_VALUE;
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computePrefHeight(double width) {
        double first = start.prefHeight(-1);
        double second = end.prefHeight(-1);
        double both = width >= 0 && folds(width) ? first + gap + second : Math.max(first, second);
        return snappedTopInset() + both + snappedBottomInset();
    }

    @Override
    protected void layoutChildren() {
        double left = snappedLeftInset();
        double top = snappedTopInset();
        double width = inner(getWidth());
        double height = getHeight() - top - snappedBottomInset();
        if (folds(getWidth())) {
            double first = start.prefHeight(-1);
            place(start, left, top, width, first);
            place(end, left, top + first + gap, width, end.prefHeight(-1));
            return;
        }
        double last = end.prefWidth(-1);
        place(start, left, top, width - gap - last, height);
        place(end, left + width - last, top, last, height);
    }

    private void place(Node node, double x, double y, double width, double height) {
        layoutInArea(node, x, y, width, height, 0, HPos.LEFT, VPos.CENTER);
    }
}
