package ldmstudio.engine.run;

/** An exception that knows what a person can do about it. */
public interface Hinted {
    /** One or two sentences in the imperative; may be empty. */
    String hint();
}
