package ldmstudio.engine.worker;

/** A line that is not a request or a reply; the message names the field and what is allowed. */
public final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1;

    private final String id;

    public ProtocolException(String id, String message) {
        super(message);
        this.id = id;
    }

    /** Id of the line as far as it could be read, else empty. */
    public String id() {
        return id;
    }
}
