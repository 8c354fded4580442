package ldmstudio.app.screen.compare.microscope;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The states of a way so far; filled by the thread that reads the worker, pulled by the page. */
final class Way {
    private final List<StepPicture> states = new ArrayList<>();

    synchronized void add(StepPicture state) {
        states.add(state);
    }

    synchronized List<StepPicture> states() {
        return List.copyOf(states);
    }

    synchronized int size() {
        return states.size();
    }

    /** The state after so many steps, or the nearest that there is. */
    synchronized Optional<StepPicture> at(int step) {
        @Nullable StepPicture nearest = null;
        for (StepPicture state : states) {
            if (nearest == null
                    || Math.abs(state.step() - step) < Math.abs(nearest.step() - step)) {
                nearest = state;
            }
        }
        return Optional.ofNullable(nearest);
    }
}
