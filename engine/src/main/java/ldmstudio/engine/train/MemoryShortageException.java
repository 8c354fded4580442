package ldmstudio.engine.train;

import ldmstudio.engine.run.Hinted;

/** A step needs more memory than the machine has left; nothing was changed by it. */
public final class MemoryShortageException extends RuntimeException implements Hinted {
    private static final long serialVersionUID = 1L;

    private final String hint;

    public MemoryShortageException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    @Override
    public String hint() {
        return hint;
    }
}
