package ldmstudio.engine.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code events.jsonl}: something that happened in a run. {@code time} is in
 * milliseconds since 1970 (UTC), {@code step} counts finished optimizer steps, file names are
 * relative to the run folder and use {@code /}.
 *
 * <p>Readers are lenient: a field that an older version did not write is empty or 0, and lines of
 * unknown type are passed over.
 */
public sealed interface Event {
    long time();

    /**
     * A process began, or took up again ({@code step > 0}), the run. Two runs whose {@code started}
     * events agree in everything but time and pid give the same weights on a CPU.
     *
     * @param step finished steps of the checkpoint that it starts from; 0 for a new run
     * @param stage {@code autoencoder} or {@code diffusion}
     * @param version version of LDM Studio
     * @param device such as {@code cpu} or {@code cuda:0}
     * @param compute arithmetic in use, {@code fp32} or {@code bf16}
     * @param threads threads of the tensor library; the order of sums depends on it
     * @param dataFingerprint hash of the training data's list of files
     * @param parameters trainable values of all networks
     */
    record Started(
            long time,
            long step,
            long totalSteps,
            String stage,
            String version,
            String device,
            String compute,
            int threads,
            String dataFingerprint,
            long pictures,
            long parameters,
            long pid)
            implements Event {
        public Started {
            stage = orEmpty(stage);
            version = orEmpty(version);
            device = orEmpty(device);
            compute = orEmpty(compute);
            dataFingerprint = orEmpty(dataFingerprint);
        }
    }

    /** A point of every training curve; the names are those of {@link Metrics}. */
    record Step(long time, long step, Map<String, Double> metrics) implements Event {
        public Step {
            metrics = numbers(metrics);
        }
    }

    /** A validation; the names are those of {@link Metrics}. */
    record Evaluation(long time, long step, Map<String, Double> metrics) implements Event {
        public Evaluation {
            metrics = numbers(metrics);
        }
    }

    /**
     * Pictures were written.
     *
     * @param kind {@code input}, {@code reconstruction}, {@code discriminator}, {@code sample} or
     *     {@code grid}
     * @param files one file a picture, in the order of the preview set
     */
    record Preview(long time, long step, String kind, List<String> files) implements Event {
        public Preview {
            kind = orEmpty(kind);
            files = words(files);
        }
    }

    /** A checkpoint is complete on disk. */
    record CheckpointSaved(long time, long step, String path) implements Event {
        public CheckpointSaved {
            path = orEmpty(path);
        }
    }

    /**
     * The discriminator was switched, by a person or because its step came.
     *
     * @param start {@code off}, {@code now}, {@code step} or {@code percent}
     * @param discStart the step or percentage that belongs to {@code start}
     * @param active whether it trains from this step on
     */
    record DiscriminatorChanged(
            long time, long step, String start, double discStart, boolean active) implements Event {
        public DiscriminatorChanged {
            start = orEmpty(start);
        }
    }

    /** A person changed a value while the run went on. */
    record SettingChanged(long time, long step, String key, String value) implements Event {
        public SettingChanged {
            key = orEmpty(key);
            value = orEmpty(value);
        }
    }

    /** The run waits, its networks in memory. */
    record Paused(long time, long step) implements Event {}

    /** The run goes on after a pause. */
    record Resumed(long time, long step) implements Event {}

    /** What comes before the steps, such as encoding the latents; {@code fraction} in [0, 1]. */
    record Preparing(long time, String text, double fraction) implements Event {
        public Preparing {
            text = orEmpty(text);
        }
    }

    /** Something a person should know, and the run goes on. */
    record Warning(long time, long step, String text) implements Event {
        public Warning {
            text = orEmpty(text);
        }
    }

    /**
     * How much of the time of the steps, evaluations included and pauses not, went into waiting for
     * files; written where a run ends.
     *
     * @param seconds from the first step of this process to its last
     * @param dataShare waiting for pictures or latents, in [0, 1]
     * @param writingShare waiting for events, previews and checkpoints to be written
     */
    record Waits(long time, long step, double seconds, double dataShare, double writingShare)
            implements Event {}

    /** Unreadable pictures were passed over: how many, and some with the reason. */
    record DataSkipped(long time, long count, List<String> examples) implements Event {
        public DataSkipped {
            examples = words(examples);
        }
    }

    /**
     * The run ended by an error.
     *
     * @param cause what happened, for people
     * @param hint what to do about it
     * @param details stack trace or numbers for a report
     */
    record Failed(long time, long step, String cause, String hint, String details)
            implements Event {
        public Failed {
            cause = orEmpty(cause);
            hint = orEmpty(hint);
            details = orEmpty(details);
        }
    }

    /** The run ended; {@code stopped}: because a person asked, before the last step. */
    record Finished(long time, long step, boolean stopped) implements Event {}

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static List<String> words(@Nullable List<String> values) {
        return values == null ? List.of() : List.copyOf(values);
    }

    private static Map<String, Double> numbers(@Nullable Map<String, Double> values) {
        // Not Map.copyOf: a curve's legend and a terminal's line keep the order of writing.
        return values == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
