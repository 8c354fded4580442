package ldmstudio.engine.pipeline;

import java.util.Map;
import java.util.TreeMap;
import ldmstudio.engine.data.PixelImage;

/**
 * Pictures along a way and how far each is from the one before: first at a few even times, then
 * each time in the middle of the longest piece.
 */
final class PaceProbes {
    private final PictureDistance distance;
    private final int count;
    private final int first;
    private final TreeMap<Double, PixelImage> drawn = new TreeMap<>();
    private final TreeMap<Double, Double> lengths = new TreeMap<>();

    // Counted by itself: the middle of a piece too short to halve is a time that was drawn before.
    private int taken;

    /**
     * @param count pictures to draw, at least 3
     */
    PaceProbes(PictureDistance distance, int count) {
        this.distance = distance;
        this.count = count;
        this.first = Math.max(3, Math.min(count, count / 2 + 1));
    }

    int count() {
        return count;
    }

    int drawn() {
        return taken;
    }

    boolean done() {
        return taken >= count;
    }

    /** The time whose picture is needed next. */
    double next() {
        int i = taken;
        return i < first ? (double) i / (first - 1) : middleOfTheLongest();
    }

    /** The picture that was asked for. */
    void add(double time, PixelImage picture) {
        taken++;
        drawn.put(time, picture);
        Map.Entry<Double, PixelImage> before = drawn.lowerEntry(time);
        Map.Entry<Double, PixelImage> behind = drawn.higherEntry(time);
        if (before != null) {
            lengths.put(time, distance.between(before.getValue(), picture));
        }
        if (behind != null) {
            lengths.put(behind.getKey(), distance.between(picture, behind.getValue()));
        }
    }

    WalkPace pace() {
        return WalkPace.of(lengths);
    }

    private double middleOfTheLongest() {
        double best = -1;
        double middle = 0.5;
        double before = 0;
        for (Map.Entry<Double, Double> piece : lengths.entrySet()) {
            if (piece.getValue() > best) {
                best = piece.getValue();
                middle = (before + piece.getKey()) / 2;
            }
            before = piece.getKey();
        }
        return middle;
    }
}
