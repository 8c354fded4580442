package ldmstudio.engine.train;

/**
 * Steps a second, smoothed over about the last ten steps; time spent elsewhere (evaluation, pause)
 * does not count.
 */
final class Pace {
    private double secondsPerStep;
    private long started;

    void begin() {
        started = System.nanoTime();
    }

    void end() {
        double seconds = (System.nanoTime() - started) * 1e-9;
        secondsPerStep = secondsPerStep == 0 ? seconds : 0.9 * secondsPerStep + 0.1 * seconds;
    }

    double stepsPerSecond() {
        return secondsPerStep == 0 ? 0 : 1 / secondsPerStep;
    }
}
