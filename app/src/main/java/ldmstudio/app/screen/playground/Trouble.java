package ldmstudio.app.screen.playground;

import ldmstudio.app.client.WorkerException;
import ldmstudio.app.notify.Failures;

/**
 * Why a drawing failed, in words, with what can be done.
 *
 * @param details raw text, to be copied; may be empty
 */
record Trouble(Kind kind, String words, String hint, String details) {
    /** What the ways out depend on. */
    enum Kind {
        /** The program that draws is gone: starting it again is all that is needed. */
        CRASH,
        /** The model is not where it was. */
        MODEL_GONE,
        /** The settings or the model were refused. */
        REFUSED
    }

    static final Trouble NONE = new Trouble(Kind.REFUSED, "", "", "");

    static Trouble modelGone(String name, String path) {
        return new Trouble(
                Kind.MODEL_GONE,
                "The model " + name + " is not there any more.",
                "It was looked for in "
                        + path
                        + ". Put it back and try again, or draw with another model.",
                "");
    }

    /**
     * @param died the worker's process has ended
     */
    static Trouble of(Throwable cause, boolean died) {
        String hint = cause instanceof WorkerException w ? w.hint() : "";
        String details =
                cause instanceof WorkerException w && !w.details().isEmpty()
                        ? w.details()
                        : Failures.trace(cause);
        return died
                ? new Trouble(
                        Kind.CRASH,
                        Failures.message(cause),
                        "Finished pictures, your settings and the queue are safe.",
                        details)
                : new Trouble(Kind.REFUSED, Failures.message(cause), hint, details);
    }
}
