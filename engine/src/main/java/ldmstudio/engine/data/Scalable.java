package ldmstudio.engine.data;

import ldmstudio.engine.data.Resampler.Region;

/** A decoded picture that can be scaled, whatever the form that its decoder left it in. */
interface Scalable {
    int width();

    int height();

    /** A part of it, scaled to {@code width * height} opaque pixels. */
    PixelImage scaled(Region region, int width, int height);

    /** All of it at its own size. */
    PixelImage picture();
}
