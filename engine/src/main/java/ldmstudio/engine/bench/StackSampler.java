package ldmstudio.engine.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import ldmstudio.engine.Exempt;

/** Looks at a thread's stack every few milliseconds and counts the innermost method of ours. */
@Exempt(
        from = Exempt.Rule.THREADS,
        because = "a sampling profiler must run beside what it looks at")
final class StackSampler implements AutoCloseable {
    private static final String OURS = "ldmstudio.engine.";
    private static final long EVERY_MILLIS = 5;

    private final Map<String, Integer> counts = new HashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private int looks;

    StackSampler(Thread watched) {
        var unused =
                clock.scheduleAtFixedRate(
                        () -> look(watched), EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void look(Thread watched) {
        looks++;
        for (StackTraceElement frame : watched.getStackTrace()) {
            String name = frame.getClassName();
            if (name.startsWith(OURS) && !name.startsWith(OURS + "tensor.")) {
                counts.merge(
                        name.substring(OURS.length()) + "." + frame.getMethodName(),
                        1,
                        Integer::sum);
                return;
            }
        }
    }

    /** The methods so far, the most frequent first. */
    synchronized List<Profile.Method> methods() {
        List<Profile.Method> methods = new ArrayList<>();
        counts.forEach(
                (name, count) ->
                        methods.add(new Profile.Method(name, (double) count / Math.max(1, looks))));
        methods.sort(Comparator.comparingDouble(Profile.Method::share).reversed());
        return methods;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
