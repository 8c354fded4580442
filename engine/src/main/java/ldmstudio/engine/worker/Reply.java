package ldmstudio.engine.worker;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a worker says: one JSON object a line on its standard output. */
public sealed interface Reply {
    /** Id of the request that it belongs to; empty: none (heartbeats, unreadable lines). */
    String id();

    /** The request was done. */
    record Ok(String id, Map<String, Object> payload) implements Reply {
        public Ok {
            payload =
                    payload == null
                            ? Map.of()
                            : Collections.unmodifiableMap(new LinkedHashMap<>(payload));
        }
    }

    /**
     * The request was not done.
     *
     * @param message what happened, for people
     * @param hint what to do; may be empty
     * @param details stack trace, or each problem of a configuration on a line; may be empty
     */
    record Failure(String id, String message, String hint, String details) implements Reply {
        public Failure {
            message = orEmpty(message);
            hint = orEmpty(hint);
            details = orEmpty(details);
        }
    }

    /**
     * A job goes on. Old ones may be dropped when the reader is slow.
     *
     * @param fraction done, 0 to 1; negative: unknown
     * @param previews the pictures as they stand, one PNG (base64) a picture; may be empty
     * @param firstIndex index of the first preview among all pictures of the job
     */
    record Progress(
            String id,
            String text,
            double fraction,
            long step,
            long totalSteps,
            List<String> previews,
            int firstIndex)
            implements Reply {
        public Progress {
            text = orEmpty(text);
            previews = previews == null ? List.of() : List.copyOf(previews);
        }

        /** The same with one of its previews alone, as the first picture of a job. */
        public Progress preview(int number) {
            List<String> one = List.of(previews.get(number));
            return new Progress(id, text, fraction, step, totalSteps, one, 0);
        }
    }

    /**
     * One state of a trajectory, {@code x_t = signal · x_0 + noise · ε}.
     *
     * @param branch whether it is on the branch
     * @param step steps that are done, 0 to {@code total}; at {@code total} the result
     * @param timestep what the network is told here; behind the last step 0 or -1
     * @param latents x_t as colours (base64 PNG), see {@link
     *     ldmstudio.engine.pipeline.LatentColors}
     * @param noisy x_t decoded
     * @param predicted x̂_0 decoded
     * @param distance ‖x_t − that of the first way‖ / ‖that of the first way‖; -1 on the first way
     * @param predictedDistance the same for x̂_0
     */
    record StepPictures(
            String id,
            boolean branch,
            int step,
            int total,
            double timestep,
            double signal,
            double noise,
            String latents,
            String noisy,
            String predicted,
            double distance,
            double predictedDistance)
            implements Reply {
        public StepPictures {
            latents = orEmpty(latents);
            noisy = orEmpty(noisy);
            predicted = orEmpty(predicted);
        }
    }

    /** Picture {@code index} of a sampling is on disk, its recipe inside. */
    record SampleImage(String id, int index, String path) implements Reply {
        public SampleImage {
            path = orEmpty(path);
        }
    }

    /**
     * Sent every second by a thread of its own, whatever the jobs do: no heartbeat for some seconds
     * means a dead or frozen process; a heartbeat with a large {@code quietSeconds} means a job
     * that hangs or is in a long step.
     *
     * @param state {@code idle}, {@code preparing}, {@code training}, {@code paused}, {@code
     *     stopping}, {@code loading} or {@code sampling}
     * @param activity the same in words for people
     * @param etaSeconds negative: unknown
     * @param memoryMib resident memory of the worker
     * @param liveArrays arrays of the tensor library that are alive
     * @param quietSeconds since a job last reported anything; 0 when idle or paused
     */
    record Heartbeat(
            String state,
            String activity,
            long step,
            long totalSteps,
            double stepsPerSecond,
            double etaSeconds,
            double memoryMib,
            long liveArrays,
            double quietSeconds)
            implements Reply {
        public Heartbeat {
            state = orEmpty(state);
            activity = orEmpty(activity);
        }

        @Override
        public String id() {
            return "";
        }
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
