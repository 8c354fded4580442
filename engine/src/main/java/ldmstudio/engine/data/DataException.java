package ldmstudio.engine.data;

/**
 * A whole data set cannot be used. The message is for people: what happened, to which folder or
 * file, and what to do.
 */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DataException(String message) {
        super(message);
    }

    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
