package ldmstudio.engine.tensor;

/** Hears every operator that the library runs, for counting and timing; see {@link Ops#watch}. */
public interface OperatorWatch {
    /**
     * An operator has returned. On a GPU that says when it was queued, not when it was done.
     *
     * @param operator its name in the operator library
     * @param arguments arrays, lists and numbers, as the operator got them
     */
    void called(String operator, Object[] arguments, long nanoseconds);
}
