package ldmstudio.engine.worker;

import java.nio.file.Path;
import java.util.Map;
import ldmstudio.engine.checkpoint.Inspection;
import ldmstudio.engine.config.FilmConfig;
import ldmstudio.engine.config.RunConfig;
import ldmstudio.engine.pipeline.FilmProgress;

/**
 * What a front door needs of the engine. The methods are called on threads that the caller owns and
 * may block; an exception's message is shown to a person, with its {@link
 * ldmstudio.engine.run.Hinted#hint()} where it has one.
 */
public interface EngineService {
    /**
     * Gets a new run ready: checks what can be checked quickly and makes the run folder, which must
     * be absent or empty. The training itself is {@link TrainingHandle#run}.
     */
    TrainingHandle train(RunConfig config, Path runDir) throws Exception;

    /** The same for taking up a run from its newest complete checkpoint. */
    TrainingHandle resume(Path runDir) throws Exception;

    /**
     * Loads a model for sampling.
     *
     * @param model a run folder (its newest checkpoint) or a checkpoint folder
     */
    SampleModel load(Path model) throws Exception;

    /**
     * The place whose weights {@link #load} would read now: for a run folder its newest checkpoint,
     * so that a run that has trained on is another model.
     */
    Path place(Path model) throws Exception;

    /** About how much memory the model at a place will take: the size of its weight files. */
    long estimatedBytes(Path place) throws Exception;

    /** Memory that the models which are kept for sampling may take together. */
    long modelMemory();

    /**
     * Says what a file, folder or run is, without loading it.
     *
     * @param hash whether a file is read once for its sha256
     */
    Inspection inspect(Path path, boolean hash) throws Exception;

    /**
     * Films a run's previews or checkpoints, see {@link Request.Film}.
     *
     * @return the answer's fields
     */
    default Map<String, Object> trainingFilm(FilmConfig film, Path out, FilmProgress progress)
            throws Exception {
        throw new RefusedException("this engine makes no films", "");
    }

    /** The frames of a video as files, see {@link Request.Unpack}; returns the answer's fields. */
    default Map<String, Object> unpack(Path video, Path folder) throws Exception {
        throw new RefusedException("this engine reads no videos", "");
    }

    /** The devices of this machine in plain words: what was found, what is missing, what to do. */
    String deviceReport() throws Exception;

    /** Arrays of the tensor library that are alive in this process. */
    long liveArrays();
}
