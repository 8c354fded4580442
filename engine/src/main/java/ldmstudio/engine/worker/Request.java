package ldmstudio.engine.worker;

import java.util.List;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.config.VideoConfig;
import ldmstudio.engine.config.WalkConfig;

/**
 * What a window asks of a worker: one JSON object a line on the worker's standard input, such as
 * {@code {"type":"set","id":"7","key":"learning_rate","value":"1e-4"}}. Every request gets exactly
 * one {@link Reply.Ok} or {@link Reply.Failure} with its id.
 *
 * <p>{@link Train}, {@link Resume}, {@link Load}, {@link Sample} and {@link Render} are jobs: a
 * {@link Reply.Progress} says that the job has begun, others may follow, and Ok or Failure comes
 * when it <em>ends</em>. All others are answered at once; what they ask of a training takes effect
 * within a step and shows in the run folder's events. A worker has at most one training and at most
 * one sampling; models that were loaded stay in memory while there is room.
 */
public sealed interface Request {
    /** Chosen by the window; unique among its unanswered requests. */
    String id();

    /**
     * Starts a new run. Ends with Ok {@code {state: finished|stopped, step, run_dir}}.
     *
     * @param configYaml the whole configuration as YAML text, so that the window's copy may change
     * @param runDir a new or empty folder
     */
    record Train(String id, String configYaml, String runDir) implements Request {}

    /** Takes up a run from its newest complete checkpoint; ends like {@link Train}. */
    record Resume(String id, String runDir) implements Request {}

    /** The training waits after its current step, networks kept in memory. */
    record Pause(String id) implements Request {}

    /** A paused training goes on. */
    record Continue(String id) implements Request {}

    /** The training ends after its current step; {@code save}: with a checkpoint. */
    record Stop(String id, boolean save) implements Request {}

    /** A checkpoint after the current step. */
    record CheckpointNow(String id) implements Request {}

    /** An evaluation with its pictures after the current step. */
    record SampleNow(String id) implements Request {}

    /**
     * Changes a value of the running training: {@code learning_rate}, {@code evaluate_every},
     * {@code checkpoint_every}, {@code max_train_steps} (numbers), {@code disc_weight}, or {@code
     * disc_start} with {@code off}, {@code now}, {@code step N} or {@code percent P}.
     */
    record Set(String id, String key, String value) implements Request {}

    /**
     * Loads a model for sampling, which then is "the loaded one"; {@code modelPath} is a run
     * folder, a checkpoint folder or a model file. One that is in memory already is there at once.
     * Ends with Ok and {@link SampleModel#description()}.
     */
    record Load(String id, String modelPath) implements Request {}

    /** Draws pictures; {@link Reply.SampleImage} for each, then Ok {@code {count}}. */
    record Sample(String id, SampleSettings settings) implements Request {}

    /**
     * Draws one picture of each of the drawings at once, see {@link SampleBatches}; {@link
     * Reply.SampleImage} for each, numbered as the drawings, then Ok {@code {count}}.
     */
    record SampleTogether(String id, List<SampleSettings> drawings) implements Request {
        public SampleTogether {
            drawings = List.copyOf(drawings);
        }
    }

    /**
     * How the loaded model's text encoder reads a text, answered at once, also while pictures are
     * drawn. Ok with {@code {count, max, cut, tokens}}: the pieces of the whole text and their
     * number, how many are read, and the text that is lost, from its first word. A model that
     * listens to no text answers with {@code max} 0.
     */
    record Tokens(String id, String text) implements Request {}

    /**
     * The whole words that the loaded model's text encoder knows as one piece, the first learned
     * first. Ok with {@code {words}}; none for a model that listens to no text.
     */
    record Vocabulary(String id) implements Request {}

    /**
     * Follows the first picture of the settings step by step: a {@link Reply.StepPictures} for each
     * state, {@link Reply.SampleImage} 0 for the result and 1 for that of the branch, then Ok
     * {@code {states, branch_states}}.
     *
     * @param branchAt steps of the first way after which another one branches off, see {@link
     *     ldmstudio.engine.pipeline.Trajectory}; -1: none
     * @param branch how the branch is drawn; its first prompt if it has one, else that of the first
     *     way; without meaning when there is none
     * @param outDir folder for the results; empty: they are not written
     */
    record Trajectory(
            String id, SampleSettings settings, int branchAt, SamplingConfig branch, String outDir)
            implements Request {
        public Trajectory {
            if (branchAt < -1) {
                throw new IllegalArgumentException(
                        "branch_at is " + branchAt + "; allowed: a step from 0, or -1 for none");
            }
        }

        /** Without a branch. */
        public static Trajectory of(String id, SampleSettings settings, String outDir) {
            return new Trajectory(id, settings, -1, settings.how(), outDir);
        }
    }

    /**
     * Cancels the loading or sampling job {@code targetId}, which then ends with Failure {@code
     * cancelled}.
     */
    record Cancel(String id, String targetId) implements Request {}

    /**
     * One picture of a walk, for a slider that is dragged. Ok with {@code {png, at, milliseconds,
     * notices}}, the picture as base64. A newer Frame takes the place of one that has not begun,
     * which then ends with Failure {@code superseded}.
     *
     * @param model run, checkpoint or model; empty: the loaded one
     * @param at time on the walk, in [0, 1]; in a plane the first coordinate
     * @param atY in a plane the second coordinate
     * @param steps denoiser calls; 0: as many as the walk says
     */
    record Frame(String id, String model, WalkConfig walk, double at, double atY, int steps)
            implements Request {
        public Frame {
            within("at", at, 0, 1);
            within("at_y", atY, 0, 1);
            within("steps", steps, 0, 1000);
        }
    }

    /**
     * How well a model's autoencoder gives a picture back, answered when nothing longer is under
     * way. Ok with {@code {psnr, poor, words}}, see {@link ldmstudio.engine.evaluate.GivenBack};
     * empty for a model without an autoencoder.
     *
     * @param model run, checkpoint or model; empty: the loaded one
     */
    record GiveBack(String id, String model, String picture) implements Request {}

    /**
     * Measures how quickly pictures change along a walk, by what its {@code retime} names. {@link
     * Reply.Progress} for each picture that was drawn for it, then Ok {@code {times, gone,
     * measure}}: a {@link ldmstudio.engine.config.WalkTempo} and what it was measured by, in words.
     * Frames that are asked for meanwhile come first; a newer Pace takes the place of this one,
     * which then ends with Failure {@code superseded}.
     *
     * @param model run, checkpoint or model; empty: the loaded one
     */
    record Pace(String id, String model, WalkConfig walk) implements Request {}

    /**
     * Renders a walk as a film. {@link Reply.Progress} for each frame, then Ok {@code {path,
     * frames, seconds}}. Cancelled, it keeps whole frames; asked again, it goes on from them.
     *
     * @param model run, checkpoint or model; empty: the loaded one
     * @param out file of the film, or folder for pictures
     */
    record Render(String id, String model, WalkConfig walk, VideoConfig video, String out)
            implements Request {}

    /**
     * Makes a film of a sampling or of a training, see {@link
     * ldmstudio.engine.config.FilmConfig#kind}. {@link Reply.Progress} with the time that is left,
     * then Ok {@code {path, frames, seconds}}. Cancelled, it keeps whole frames; asked again, it
     * goes on from them.
     *
     * @param kind {@code denoising}, {@code training} or {@code checkpoints}
     * @param model run, checkpoint or model, a run for films of a training; empty: the loaded one
     * @param settings what is drawn; its folder and its model are not used
     * @param index which of the pictures a film of a denoising shows, from 0
     * @param out file of the film, or folder for pictures
     */
    record Film(
            String id,
            String kind,
            String model,
            SampleSettings settings,
            int index,
            VideoConfig video,
            String out)
            implements Request {}

    /**
     * Draws a picture again by the recipe inside it and compares every pixel. Ok {@code {different,
     * pixels, largest, notes, png}}: how many of the pixels differ, by how much at most (of 255),
     * what may be the reason in words, and the new picture as base64.
     *
     * @param picture a PNG with a recipe
     * @param model run, checkpoint or model; empty: where the recipe says that it lies
     */
    record Redraw(String id, String picture, String model) implements Request {}

    /**
     * Writes the frames of a video as {@code frame-00000.png …} into a folder, for a player.
     * Answered when it is done, while other jobs go on: Ok {@code {frames, seconds, width,
     * height}}.
     */
    record Unpack(String id, String video, String outDir) implements Request {}

    /**
     * What a file, folder or run is, told from its headers. Ok with {@code {inspection}}, an {@link
     * ldmstudio.engine.checkpoint.Inspection} with keys in snake case; answered when the file has
     * been hashed, while other jobs go on.
     *
     * @param hash whether the file is read once for its sha256
     */
    record Inspect(String id, String path, boolean hash) implements Request {}

    /**
     * Writes a model in another form, while other jobs go on. Ends with Ok {@code {out}}; cancelled
     * or failed it leaves nothing behind.
     *
     * @param model file, folder or run
     * @param out file or folder to write, in a folder that exists
     * @param form {@code diffusers}, {@code compvis}, {@code safetensors} or {@code studio}
     * @param dtype {@code fp32}, {@code fp16} or {@code bf16}; empty: as the tensors are
     * @param replace whether an earlier result may be replaced
     */
    record Convert(String id, String model, String out, String form, String dtype, boolean replace)
            implements Request {
        public Convert {
            Conversions.form(form);
            Conversions.type(dtype);
        }
    }

    /** Ok with {@code {version, protocol, pid, java}}. */
    record Ping(String id) implements Request {}

    /** Ok with {@code {report}}: devices in plain words, for the self-test page. */
    record Device(String id) implements Request {}

    /** The worker stops a training with a checkpoint, cancels sampling, answers and ends. */
    record Shutdown(String id) implements Request {}

    private static void within(String field, double value, double low, double high) {
        if (!(value >= low && value <= high)) {
            throw new IllegalArgumentException(
                    field + " is " + value + "; allowed: " + low + " to " + high);
        }
    }
}
