package ldmstudio.engine.train;

import java.util.List;
import java.util.Optional;
import ldmstudio.engine.data.Dataset;
import ldmstudio.engine.data.Skipped;
import ldmstudio.engine.run.Event;

/** Says when more pictures than before were found unreadable. */
final class SkippedPictures {
    private static final int EXAMPLES = 20;

    private SkippedPictures() {}

    static Optional<Event.DataSkipped> report(Dataset dataset, long announced, long now) {
        List<Skipped> skipped = dataset.skipped();
        if (skipped.size() <= announced) {
            return Optional.empty();
        }
        List<String> examples =
                skipped.stream().limit(EXAMPLES).map(s -> s.id() + ": " + s.reason()).toList();
        return Optional.of(new Event.DataSkipped(now, skipped.size(), examples));
    }
}
