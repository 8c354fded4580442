package ldmstudio.engine.data;

/** Hears how far {@link Dataset#scan} is, and may end it. */
@FunctionalInterface
public interface ScanProgress {
    /**
     * Called on the scanning thread after a picture was looked at.
     *
     * @return false to stop the scan
     */
    boolean checked(int done, int total);
}
