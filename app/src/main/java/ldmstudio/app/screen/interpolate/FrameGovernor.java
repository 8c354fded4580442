package ldmstudio.app.screen.interpolate;

/**
 * Keeps the picture moving while a person drags: measures how long drawn frames take, and when
 * fewer than five a second arrive it asks for fewer steps, then for fewer different places, so that
 * more of them have been drawn already. It takes both back when there is time again.
 */
final class FrameGovernor {
    /** Frames a second below which something has to give. */
    static final double LEAST = 5;

    /** Places of a walk that are told apart at best, and at worst. */
    static final int FINEST = 480;

    static final int COARSEST = 60;

    /** What is given up is taken back only with this much room, so that it does not flutter. */
    private static final double ROOM = 1.6;

    private static final double NEWEST = 0.35;
    private static final int PATIENCE = 3;

    private final int wantedSteps;
    private int steps;
    private int places = FINEST;
    private double frameMillis = -1;
    private int slow;
    private int quick;
    private boolean fresh;

    /**
     * @param wantedSteps of a draft when there is time
     */
    FrameGovernor(int wantedSteps) {
        this.wantedSteps = wantedSteps;
        this.steps = wantedSteps;
    }

    /** Steps of the next draft. */
    int steps() {
        return steps;
    }

    /** How many places of a walk are told apart. */
    int places() {
        return places;
    }

    /** Frames a second as measured; 0: nothing measured yet. */
    double rate() {
        return frameMillis <= 0 ? 0 : 1000 / frameMillis;
    }

    /** Whether less is drawn than was wished for. */
    boolean holdsBack() {
        return steps < wantedSteps || places < FINEST;
    }

    /** The place of the grid nearest to {@code at}; its ends are always places. */
    double snap(double at) {
        return Math.rint(Math.max(0, Math.min(1, at)) * places) / places;
    }

    /** Takes the time that one draft took from asking to answer. */
    void drew(double millis) {
        if (fresh) {
            // The first picture also loads the model or turns photographs back into noise.
            fresh = false;
            return;
        }
        frameMillis = frameMillis < 0 ? millis : NEWEST * millis + (1 - NEWEST) * frameMillis;
        double rate = rate();
        slow = rate < LEAST ? slow + 1 : 0;
        quick = rate > LEAST * ROOM ? quick + 1 : 0;
        if (slow >= PATIENCE) {
            giveUp();
        } else if (quick >= PATIENCE) {
            takeBack();
        }
    }

    /** Another model or other settings: nothing is known about them. */
    void reset() {
        steps = wantedSteps;
        places = FINEST;
        frameMillis = -1;
        fresh = true;
        slow = 0;
        quick = 0;
    }

    private void giveUp() {
        slow = 0;
        if (steps > 1) {
            // One step less should cost proportionally less; what follows measures it anew.
            frameMillis *= (steps - 1.0) / steps;
            steps--;
        } else if (places > COARSEST) {
            places /= 2;
        }
    }

    private void takeBack() {
        quick = 0;
        if (places < FINEST) {
            places *= 2;
        } else if (steps < wantedSteps && rate() * steps / (steps + 1.0) > LEAST * 1.1) {
            frameMillis *= (steps + 1.0) / steps;
            steps++;
        }
    }
}
