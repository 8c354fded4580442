package ldmstudio.app.screen.playground.begin;

/** Which part of a picture a canvas shows: zoom and pan. Knows no controls. */
final class MaskWindow {
    private static final double LARGEST_ZOOM = 32;

    private double canvasWidth;
    private double canvasHeight;
    private double left;
    private double top;
    private double width = 1;
    private double height = 1;
    private double zoom = 1;
    private double panX;
    private double panY;

    /** The canvas has another size. */
    void resize(double canvasW, double canvasH) {
        canvasWidth = canvasW;
        canvasHeight = canvasH;
    }

    /** What is to be seen as a whole, in pixels of the picture; left and top may be negative. */
    void frame(double fromX, double fromY, double wide, double high) {
        left = fromX;
        top = fromY;
        width = Math.max(1, wide);
        height = Math.max(1, high);
    }

    /** The whole. */
    void fit() {
        zoom = 1;
        panX = 0;
        panY = 0;
    }

    /** 1: the whole fits. */
    double zoom() {
        return zoom;
    }

    /** Zooms; the place of the canvas that is given stays where it is. */
    void zoomAt(double factor, double x, double y) {
        double px = pictureX(x);
        double py = pictureY(y);
        zoom = Math.max(1, Math.min(LARGEST_ZOOM, zoom * factor));
        if (zoom == 1) {
            fit();
            return;
        }
        panX += x - canvasX(px);
        panY += y - canvasY(py);
    }

    /** Zooms in the middle. */
    void zoomBy(double factor) {
        zoomAt(factor, canvasWidth / 2, canvasHeight / 2);
    }

    /** One pixel of the picture for one of the screen. */
    void pixelByPixel() {
        zoomBy(1 / scale());
    }

    void pan(double dx, double dy) {
        panX += dx;
        panY += dy;
    }

    /** Moves so that a place of the picture is seen. */
    void reveal(double px, double py) {
        double x = canvasX(px);
        double y = canvasY(py);
        panX += Math.max(0, -x) - Math.max(0, x - canvasWidth);
        panY += Math.max(0, -y) - Math.max(0, y - canvasHeight);
    }

    /** Pixels of the screen a pixel of the picture. */
    double scale() {
        return zoom * Math.max(1e-6, Math.min(canvasWidth / width, canvasHeight / height));
    }

    double canvasX(double px) {
        return (canvasWidth - width * scale()) / 2 + panX + (px - left) * scale();
    }

    double canvasY(double py) {
        return (canvasHeight - height * scale()) / 2 + panY + (py - top) * scale();
    }

    double pictureX(double x) {
        return (x - canvasX(0)) / scale();
    }

    double pictureY(double y) {
        return (y - canvasY(0)) / scale();
    }
}
