package ldmstudio.engine.checkpoint;

import java.io.IOException;
import java.util.Map;

/**
 * One network of a pipeline: what it is and its weights, not yet read.
 *
 * @param config what diffusers or transformers have in {@code config.json}
 * @param weights under the names of diffusers or transformers
 * @param file what {@link #close} closes
 */
public record ModelPart(Map<String, Object> config, TensorSource weights, Closing file)
        implements AutoCloseable {
    /** What stays open while a part is read. */
    public interface Closing {
        /** For a part of something that stays open. */
        Closing NOTHING = () -> {};

        void close() throws IOException;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
