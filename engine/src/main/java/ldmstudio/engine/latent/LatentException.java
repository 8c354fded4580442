package ldmstudio.engine.latent;

import ldmstudio.engine.run.Hinted;

/** A latent cache is missing, damaged or belongs to something else. */
public final class LatentException extends RuntimeException implements Hinted {
    private static final long serialVersionUID = 1L;

    private final String hint;

    public LatentException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    @Override
    public String hint() {
        return hint;
    }
}
