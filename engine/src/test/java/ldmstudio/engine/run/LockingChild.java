package ldmstudio.engine.run;

import java.io.IOException;
import java.nio.file.Path;

/** A process of its own for {@link RunLockTest}. */
final class LockingChild {
    private LockingChild() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[1]);
        switch (args[0]) {
            case "probe" -> System.out.println(RunLock.isHeld(folder) ? "held" : "free");
            case "acquire" -> System.out.println(tryAcquire(folder));
            case "hold" -> {
                RunLock.acquire(folder);
                System.out.println("acquired");
                // Waits to be killed; ends by itself when the test's process is gone.
                System.in.read();
            }
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static String tryAcquire(Path folder) {
        try (RunLock lock = RunLock.acquire(folder)) {
            return lock == null ? "nothing" : "acquired";
        } catch (RunFolderException e) {
            return "refused";
        }
    }
}
