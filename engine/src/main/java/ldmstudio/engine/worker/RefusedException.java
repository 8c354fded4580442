package ldmstudio.engine.worker;

import ldmstudio.engine.run.Hinted;

/** A request that cannot be granted; the message says why, for people. */
public final class RefusedException extends Exception implements Hinted {
    private static final long serialVersionUID = 1;

    private final String hint;

    public RefusedException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    @Override
    public String hint() {
        return hint;
    }
}
