package ldmstudio.app.screen.compare;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import javafx.scene.image.Image;
import org.jspecify.annotations.Nullable;

/**
 * What a pane has drawn so far, and how far it is. Filled by the thread that reads the worker,
 * pulled by the page.
 */
final class PaneDrawing {
    /** Where a pane is. */
    enum Phase {
        /** Nothing was drawn yet. */
        EMPTY,
        /** Another pane is drawn first. */
        WAITING,
        LOADING,
        DRAWING,
        DONE,
        CANCELLED,
        FAILED
    }

    /** Something that went wrong, in words. */
    record Trouble(String words, String hint, String details) {
        static final Trouble NONE = new Trouble("", "", "");
    }

    /** A picture as it stands; {@code file} is there when it is done. */
    record Picture(Image image, @Nullable Path file) {}

    private Phase phase = Phase.EMPTY;
    private @Nullable Picture[] pictures = new Picture[0];
    private Trouble trouble = Trouble.NONE;
    private String wish = "";
    private long step;
    private long steps;
    private double seconds;
    private String how = "";
    private int revision;

    /** Grows with everything that changes. */
    synchronized int revision() {
        return revision;
    }

    synchronized Phase phase() {
        return phase;
    }

    synchronized boolean busy() {
        return phase == Phase.WAITING || phase == Phase.LOADING || phase == Phase.DRAWING;
    }

    synchronized Trouble trouble() {
        return trouble;
    }

    /** What the pictures were asked for with: nothing is drawn twice. */
    synchronized String wish() {
        return wish;
    }

    synchronized long step() {
        return step;
    }

    synchronized long steps() {
        return steps;
    }

    /** How long the drawing took; 0 before its end. */
    synchronized double seconds() {
        return seconds;
    }

    /** What it was drawn with, in words; the controls may say something else by now. */
    synchronized String how() {
        return how;
    }

    synchronized void enter(Phase next) {
        phase = next;
        revision++;
    }

    synchronized void ask(String newWish) {
        wish = newWish;
        trouble = Trouble.NONE;
        enter(Phase.WAITING);
    }

    /** The pictures of before stay until those of the same number come. */
    synchronized void begin(int count) {
        @Nullable Picture[] kept = Arrays.copyOf(pictures, count);
        for (int i = 0; i < count; i++) {
            Picture before = kept[i];
            kept[i] = before == null ? null : new Picture(before.image(), null);
        }
        pictures = kept;
        step = 0;
        steps = 0;
        enter(Phase.DRAWING);
    }

    synchronized void progress(long nowStep, long ofSteps) {
        step = nowStep;
        steps = ofSteps;
        revision++;
    }

    synchronized void put(int index, Image image, @Nullable Path file) {
        if (index >= 0 && index < pictures.length) {
            pictures[index] = new Picture(image, file);
            revision++;
        }
    }

    synchronized void done(double tookSeconds, String drawnWith) {
        seconds = tookSeconds;
        how = drawnWith;
        enter(Phase.DONE);
    }

    synchronized void fail(Trouble reason) {
        trouble = reason;
        enter(Phase.FAILED);
    }

    /** Shows a finished picture instead of drawing. */
    synchronized void show(Image image, Path file) {
        pictures = new Picture[] {new Picture(image, file)};
        done(0, "");
    }

    /** Picture {@code index}; a pane with one picture shows it for every number. */
    synchronized Optional<Picture> picture(int index) {
        if (pictures.length == 0) {
            return Optional.empty();
        }
        return Optional.ofNullable(pictures[Math.min(index, pictures.length - 1)]);
    }

    synchronized int count() {
        return pictures.length;
    }
}
