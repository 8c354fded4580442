package ldmstudio.engine.worker;

import java.util.Map;

/** A loaded model that pictures can be drawn from; used by one thread at a time. */
public interface SampleModel extends AutoCloseable {
    /**
     * What a form needs to know, in JSON values: {@code stage}, {@code step}, {@code img_size},
     * {@code classes} (list of names, empty: none), {@code sampler}, {@code steps}, {@code
     * guidance_scale}, {@code device}.
     */
    Map<String, Object> description();

    /**
     * Draws the pictures and writes each as a PNG with its recipe into {@link
     * SampleSettings#outDir()}. Asks {@link SampleListener#cancelled()} at every sampling step and
     * then returns early.
     *
     * @throws RefusedException for settings that this model cannot fulfil, such as a class that it
     *     does not know
     */
    void sample(SampleSettings settings, SampleListener listener) throws Exception;

    @Override
    void close();
}
