package ldmstudio.engine.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.run.Event;
import ldmstudio.engine.run.RunFolderException;
import ldmstudio.engine.tensor.Ops;

/**
 * What one stage adds to the {@link TrainingLoop}: its data, its networks, its losses and its
 * pictures.
 */
interface TrainingTask extends AutoCloseable {
    /** Hears what an evaluation has made. */
    interface Previews {
        /** The folder for this step's pictures. */
        Path folder() throws RunFolderException;

        /** Records pictures that lie in the folder. */
        void add(String kind, List<Path> files) throws RunFolderException;

        /** Encodes and writes pictures while the training goes on, in the order of asking. */
        void later(BackgroundWriter.Work work) throws IOException;
    }

    Ops ops();

    /**
     * Work before the first step, such as encoding latents; may take minutes and may be stopped.
     */
    void prepare(TrainingObserver observer, TrainingControl control) throws IOException;

    /** {@code autoencoder}, {@code diffusion} or {@code text_encoder}. */
    String stage();

    String dataFingerprint();

    long pictures();

    /** Trained numbers of all networks. */
    long parameterCount();

    /** Pictures of one optimizer step. */
    int picturesPerStep();

    /**
     * One optimizer step, in a scope that the loop has opened.
     *
     * @param step steps finished so far
     * @return the numbers of this step
     * @throws DivergedException before anything was changed
     */
    Map<String, Double> step(long step, double learningRate);

    /** Nanoseconds that the steps have waited for their pictures or latents so far. */
    long dataWaitNanos();

    /** Validation and pictures. */
    Map<String, Double> evaluate(long step, Previews previews) throws IOException;

    /** Takes a change that the loop does not know; false when it is unknown here too. */
    boolean change(LiveChange change, long step);

    /** Settings that {@link #change} changed, to be kept with a checkpoint. */
    Map<String, String> liveSettings();

    /** Puts them back; {@code step} steps are finished. */
    void restoreSettings(Map<String, String> settings, long step);

    /** What a person should know before the first step. */
    List<String> warnings();

    /** Writes everything that a resume and a sampling need. */
    void save(Path folder, long step, Map<String, String> settings) throws IOException;

    /** Reads what {@link #save} wrote and returns the settings. */
    Map<String, String> load(Path folder) throws IOException;

    /**
     * Facts that began or ended with this step, for the chart's markers; called after every step.
     */
    List<Event> facts(long step);

    @Override
    void close();
}
