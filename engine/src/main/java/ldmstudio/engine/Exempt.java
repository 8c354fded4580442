package ldmstudio.engine;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets one class do what a rule of the architecture forbids to its package. The exception stands
 * where a reader of the class sees it, with its reason, and not in a list beside the rules.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Exempt {
    /** The rule that does not hold for this class. */
    Rule from();

    /** Why the class needs it and what keeps it harmless. */
    String because();

    /** The rules that allow exceptions; the others have none. */
    enum Rule {
        /** Threads are started in {@code worker} only. */
        THREADS
    }
}
