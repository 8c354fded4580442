package ldmstudio.engine.pipeline;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import ldmstudio.engine.data.PixelImage;

/**
 * The measuring of a walk's pace, one picture after the other, so that something more urgent can be
 * drawn in between. What a film is re-timed by, and what the slider of a window is.
 */
public final class WalkPacing {
    private final Walk walk;
    private final PaceProbes probes;
    private final String measure;

    /**
     * @throws IOException when the weights of LPIPS cannot be read
     */
    WalkPacing(Walk walk, DiffusionModel model) throws IOException {
        this.walk = walk;
        this.probes =
                new PaceProbes(
                        PictureDistance.of(model, walk.config()), walk.config().retimeProbes());
        this.measure = PictureDistance.name(model, walk.config());
    }

    /** What the change is measured by, in words. */
    public String measure() {
        return measure;
    }

    public int drawn() {
        return probes.drawn();
    }

    public int probes() {
        return probes.count();
    }

    public boolean done() {
        return probes.done();
    }

    /**
     * Draws and measures one more picture.
     *
     * @throws CancellationException when that was asked for; the picture is still to be drawn then
     */
    public void next(BooleanSupplier cancelled) {
        double time = probes.next();
        PixelImage picture = walk.film(time, cancelled);
        probes.add(time, picture);
    }

    /** The pace, once it is {@link #done}. */
    public WalkPace pace() {
        return probes.pace();
    }
}
