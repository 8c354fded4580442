package ldmstudio.app.concurrent;

/** Threads that never keep the program alive after the window has closed. */
public final class DaemonThreads {
    private DaemonThreads() {}

    /** A daemon thread named {@code studio-NAME}, not yet started. */
    public static Thread create(String name, Runnable task) {
        Thread thread = new Thread(task, "studio-" + name);
        thread.setDaemon(true);
        return thread;
    }
}
