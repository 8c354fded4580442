package ldmstudio.app.screen.interpolate;

/**
 * The playhead's own movement: forth or back, at a multiple of the video's speed, to the end, round
 * and round, or to and fro. Positions are in [0,1].
 */
final class Playback {
    /** Fastest multiple that L and J reach. */
    static final int FASTEST = 8;

    private int speed;
    private int way = 1;
    private long last = -1;

    /** Multiple of the video's speed; negative: backwards; 0: stands. */
    int speed() {
        return speed;
    }

    boolean plays() {
        return speed != 0;
    }

    void stop() {
        speed = 0;
        way = 1;
        last = -1;
    }

    /** Space: stands or plays forth. */
    void toggle() {
        if (plays()) {
            stop();
        } else {
            forth();
        }
    }

    /** L: forth; again: twice as fast. */
    void forth() {
        speed = speed <= 0 ? 1 : Math.min(FASTEST, speed * 2);
        way = 1;
    }

    /** J: back; again: twice as fast. */
    void back() {
        speed = speed >= 0 ? -1 : Math.max(-FASTEST, speed * 2);
        way = 1;
    }

    /**
     * Where the playhead is now.
     *
     * @param nanos the clock
     * @param seconds length of the walk from 0 to 1
     * @param round goes on at the other end instead of stopping
     * @param toAndFro turns round at the ends
     */
    double advance(double at, long nanos, double seconds, boolean round, boolean toAndFro) {
        if (!plays()) {
            return at;
        }
        double passed = last < 0 ? 0 : (nanos - last) / 1e9;
        last = nanos;
        double next = at + way * speed * passed / Math.max(0.05, seconds);
        if (next >= 0 && next <= 1) {
            return next;
        }
        boolean over = next > 1;
        if (toAndFro) {
            // Without a loop one way there and one way back is the whole of it.
            if (!round && way < 0) {
                stop();
                return over ? 1 : 0;
            }
            way = -way;
            double beyond = over ? 2 - next : -next;
            return Math.max(0, Math.min(1, beyond));
        }
        if (round) {
            return next - Math.floor(next);
        }
        stop();
        return over ? 1 : 0;
    }
}
