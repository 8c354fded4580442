package ldmstudio.engine.data;

import java.io.IOException;

/** One picture cannot be decoded; the others of its data set may well be. */
public final class UnreadablePictureException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String id;
    private final String reason;

    public UnreadablePictureException(String id, String reason) {
        super(id + ": " + reason);
        this.id = id;
        this.reason = reason;
    }

    /** The picture's name inside its data set. */
    public String id() {
        return id;
    }

    /** Why it cannot be decoded: a sentence for people. */
    public String reason() {
        return reason;
    }
}
