package ldmstudio.engine.cli;

/** What {@code ldm} returns to the shell. */
public final class ExitCodes {
    public static final int OK = 0;

    /** It did not work; stderr says why. */
    public static final int FAILURE = 1;

    /** Unknown option, missing argument. */
    public static final int USAGE = 2;

    /** The configuration has problems; each is a line on stderr. */
    public static final int CONFIG = 3;

    /** The pictures cannot be used. */
    public static final int DATA = 4;

    /** Ended by Ctrl-C, as shells count it: 128 + 2. */
    public static final int CANCELLED = 130;

    private ExitCodes() {}
}
