package ldmstudio.app.shell;

import javafx.geometry.Orientation;
import javafx.scene.Parent;
import javafx.scene.layout.Region;
import javafx.scene.transform.Scale;
import ldmstudio.app.theme.InterfaceScale;

/** Lays its content out for a window as much smaller as it then paints it larger. */
final class ScaledRoot extends Region {
    private final Parent content;
    private final Scale scale = new Scale(1, 1, 0, 0);

    ScaledRoot(Parent content, InterfaceScale size) {
        this.content = content;
        content.getTransforms().add(scale);
        getChildren().add(content);
        size.percentProperty()
                .subscribe(
                        now -> {
                            scale.setX(size.factor());
                            scale.setY(size.factor());
                            requestLayout();
                        });
    }

    @Override
    public Orientation getContentBias() {
        return content.getContentBias();
    }

    @Override
    protected double computeMinWidth(double height) {
        return content.minWidth(-1) * scale.getX();
    }

    @Override
    protected double computeMinHeight(double width) {
        return content.minHeight(width < 0 ? -1 : width / scale.getX()) * scale.getY();
    }

    @Override
    protected double computePrefWidth(double height) {
        return content.prefWidth(-1) * scale.getX();
    }

    @Override
    protected double computePrefHeight(double width) {
        return content.prefHeight(width < 0 ? -1 : width / scale.getX()) * scale.getY();
    }

    @Override
    protected void layoutChildren() {
        content.resizeRelocate(0, 0, getWidth() / scale.getX(), getHeight() / scale.getY());
    }
}
