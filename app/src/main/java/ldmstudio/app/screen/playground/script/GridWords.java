package ldmstudio.app.screen.playground.script;

/** Times for people. */
final class GridWords {
    private static final int MINUTE = 60;
    private static final int HOUR = 3600;

    private GridWords() {}

    /** About so long: 8 s, 3 min, 1.5 h. */
    static String duration(double seconds) {
        if (seconds < 1) {
            return "a second";
        }
        if (seconds < 2 * MINUTE) {
            return Math.round(seconds) + " s";
        }
        return seconds < 2 * HOUR
                ? Math.round(seconds / MINUTE) + " min"
                : Math.round(seconds / HOUR * 10) / 10.0 + " h";
    }
}
