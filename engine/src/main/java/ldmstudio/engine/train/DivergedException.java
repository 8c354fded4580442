package ldmstudio.engine.train;

import ldmstudio.engine.run.Hinted;

/** A loss or a gradient is not a number any more; the weights were not touched by it. */
public final class DivergedException extends RuntimeException implements Hinted {
    private static final long serialVersionUID = 1L;

    private final String details;

    /**
     * @param term the first number that is not finite
     * @param step the step that would have been taken
     * @param details the batch and all terms
     */
    public DivergedException(String term, double value, long step, String details) {
        super(term + " became " + value + " at step " + (step + 1));
        this.details = details;
    }

    /** What was in the batch. */
    public String details() {
        return details;
    }

    @Override
    public String hint() {
        return "The last checkpoint is intact. Resume it with a lower learning rate or a smaller max_grad_norm, and look"
                + " at the pictures of the batch named in the details.";
    }
}
