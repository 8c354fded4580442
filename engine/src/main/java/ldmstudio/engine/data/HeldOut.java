package ldmstudio.engine.data;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import ldmstudio.engine.data.StepHash.Purpose;

/**
 * Divides a source without a validation part of its own.
 *
 * <p>A picture is held out if the hash of its name, as a number in [0, 1), is below the fraction.
 * So adding pictures moves none of the others between the parts. Where chance would leave a part
 * empty that was asked for, the picture with the smallest (largest) hash fills it.
 */
final class HeldOut {
    private HeldOut() {}

    static <T> List<T> part(List<T> all, ToLongFunction<T> key, double fraction, Split split) {
        if (split == Split.ALL) {
            return all;
        }
        List<T> train = new ArrayList<>();
        List<T> heldOut = new ArrayList<>();
        for (T each : all) {
            (isHeldOut(key.applyAsLong(each), fraction) ? heldOut : train).add(each);
        }
        if (fraction > 0 && all.size() > 1) {
            if (heldOut.isEmpty()) {
                moveExtreme(train, heldOut, key, -1);
            } else if (train.isEmpty()) {
                moveExtreme(heldOut, train, key, 1);
            }
        }
        return split == Split.TRAIN ? train : heldOut;
    }

    static boolean isHeldOut(long key, double fraction) {
        return place(key) < fraction;
    }

    private static double place(long key) {
        return StepHash.uniform(key, Purpose.HELD_OUT, 0, 0);
    }

    private static <T> void moveExtreme(
            List<T> from, List<T> to, ToLongFunction<T> key, int direction) {
        int extreme = 0;
        for (int i = 1; i < from.size(); i++) {
            double difference =
                    place(key.applyAsLong(from.get(i))) - place(key.applyAsLong(from.get(extreme)));
            if (difference * direction > 0) {
                extreme = i;
            }
        }
        to.add(from.remove(extreme));
    }
}
