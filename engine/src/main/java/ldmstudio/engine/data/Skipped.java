package ldmstudio.engine.data;

/**
 * A picture that is left out, and why.
 *
 * @param id the picture's name inside its data set
 * @param reason a sentence for people, without the name
 */
public record Skipped(String id, String reason) {}
