package ldmstudio.engine.video;

import java.io.IOException;
import ldmstudio.engine.run.Hinted;
import org.jspecify.annotations.Nullable;

/** A video cannot be written or read; says what happened to which file and what to do. */
public final class VideoException extends IOException implements Hinted {
    private static final long serialVersionUID = 1;

    private final String hint;

    public VideoException(String message, String hint) {
        this(message, hint, null);
    }

    public VideoException(String message, String hint, @Nullable Throwable cause) {
        super(message, cause);
        this.hint = hint;
    }

    @Override
    public String hint() {
        return hint;
    }
}
