package ldmstudio.app.screen.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import ldmstudio.app.chart.ChartMarker;
import ldmstudio.app.chart.ChartMarker.Kind;
import ldmstudio.engine.run.Event;
import org.jspecify.annotations.Nullable;

/**
 * What a run's events tell, apart from the curves: its pictures by step, what was switched when,
 * and how it ended. Numbers and markers go on to a {@link CurveSink}.
 */
public final class RunStory {
    /**
     * How the discriminator stands. {@code since}: the step at which it last changed; -1: never.
     */
    public record Discriminator(String start, double at, boolean active, long since) {}

    private final CurveSink curves;
    private final TreeMap<Long, Map<String, List<String>>> previews = new TreeMap<>();
    private final List<String> warnings = new ArrayList<>();
    private Discriminator discriminator = new Discriminator("", 0, false, -1);
    private Event.@Nullable Failed failure;
    private Event.@Nullable Preparing preparing;
    private Event.@Nullable Started started;
    private long skipped;
    private int pictures;

    public RunStory(CurveSink curves) {
        this.curves = curves;
    }

    /** Forgets everything: another run, or a log that was replaced. */
    public void clear() {
        previews.clear();
        warnings.clear();
        discriminator = new Discriminator("", 0, false, -1);
        failure = null;
        preparing = null;
        started = null;
        skipped = 0;
        pictures++;
        curves.clear();
    }

    /** Takes the next event. */
    public void add(Event event) {
        if (event instanceof Event.Step e) {
            preparing = null;
            curves.numbers(e.step(), e.metrics());
        } else if (event instanceof Event.Evaluation e) {
            curves.numbers(e.step(), e.metrics());
        } else if (event instanceof Event.Preview e) {
            previews.computeIfAbsent(e.step(), s -> new LinkedHashMap<>()).put(e.kind(), e.files());
            pictures++;
        } else if (event instanceof Event.Started e) {
            started(e);
        } else if (event instanceof Event.DiscriminatorChanged e) {
            boolean switched = e.active() != discriminator.active();
            discriminator =
                    new Discriminator(
                            e.start(),
                            e.discStart(),
                            e.active(),
                            switched ? e.step() : discriminator.since());
            if (switched) {
                String word = e.active() ? "discriminator on" : "discriminator off";
                curves.marker(new ChartMarker(e.step(), word, Kind.DISCRIMINATOR));
            }
        } else if (event instanceof Event.SettingChanged e) {
            // The discriminator's own event says the same, and says when it takes effect.
            if (!e.key().equals("disc_start")) {
                String text = e.key().replace('_', ' ') + " " + e.value();
                curves.marker(new ChartMarker(e.step(), text, Kind.SETTING));
            }
        } else if (event instanceof Event.Paused e) {
            curves.marker(new ChartMarker(e.step(), "paused", Kind.PAUSE));
        } else if (event instanceof Event.CheckpointSaved e) {
            curves.marker(new ChartMarker(e.step(), "checkpoint", Kind.CHECKPOINT));
        } else if (event instanceof Event.Preparing e) {
            preparing = e;
        } else if (event instanceof Event.Warning e) {
            warnings.add(e.text());
        } else if (event instanceof Event.DataSkipped e) {
            skipped = Math.max(skipped, e.count());
        } else if (event instanceof Event.Failed e) {
            failure = e;
            curves.marker(new ChartMarker(e.step(), "failed", Kind.PROBLEM));
        } else if (event instanceof Event.Finished) {
            preparing = null;
        }
    }

    private void started(Event.Started e) {
        started = e;
        failure = null;
        if (e.step() > 0) {
            // Steps after the checkpoint are done again; their first pictures are void.
            previews.tailMap(e.step(), false).clear();
            pictures++;
            curves.marker(new ChartMarker(e.step(), "resumed", Kind.PAUSE));
        }
    }

    /** Steps at which there are pictures, ascending. */
    public List<Long> previewSteps() {
        return List.copyOf(previews.keySet());
    }

    /** Files of a step by kind, relative to the run folder. */
    public Map<String, List<String>> previews(long step) {
        return previews.getOrDefault(step, Map.of());
    }

    /** Changes whenever pictures came or went. */
    public int pictureRevision() {
        return pictures;
    }

    public Discriminator discriminator() {
        return discriminator;
    }

    public Optional<Event.Failed> failure() {
        return Optional.ofNullable(failure);
    }

    public Optional<Event.Preparing> preparing() {
        return Optional.ofNullable(preparing);
    }

    public Optional<Event.Started> started() {
        return Optional.ofNullable(started);
    }

    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** Pictures that could not be read. */
    public long skipped() {
        return skipped;
    }
}
