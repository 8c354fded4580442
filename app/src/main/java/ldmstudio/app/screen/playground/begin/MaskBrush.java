package ldmstudio.app.screen.playground.begin;

/**
 * What a mask is painted with.
 *
 * @param size diameter in pixels of the picture
 * @param hardness share of the radius that is painted fully, 0 to 1
 * @param erase whether it takes away
 */
record MaskBrush(double size, double hardness, boolean erase) {
    /** How strongly it paints so far from its middle, 0 to 1. */
    double strengthAt(double distance) {
        double radius = size / 2;
        double full = radius * hardness;
        if (distance <= full) {
            return 1;
        }
        // Half a pixel keeps the edge of a hard brush smooth.
        double end = Math.max(radius, full) + 0.5;
        return distance >= end ? 0 : 1 - (distance - full) / (end - full);
    }
}
