package ldmstudio.engine.data;

/**
 * What is known of a picture without decoding it.
 *
 * @param id the picture's name inside its data set: a relative path with forward slashes
 * @param classLabel index into {@link Dataset#classes()}, or -1 where there are no classes
 * @param caption a sentence that describes it, or the empty string
 */
public record Entry(String id, int classLabel, String caption) {}
