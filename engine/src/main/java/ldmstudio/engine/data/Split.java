package ldmstudio.engine.data;

/** Which part of a data set is opened. */
public enum Split {
    /** The pictures to learn from. */
    TRAIN,
    /** The pictures that are held out, never trained on. */
    VALIDATION,
    /** Both together, for looking at a collection; not for training. */
    ALL
}
