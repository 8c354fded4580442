package ldmstudio.engine.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a person needs to know about one configuration value: the same text is the label and tooltip
 * of the form, the comment of the written YAML and the words of an error.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Field {
    /** Short name for a form, in sentence case. */
    String label();

    /** One or two sentences: what it does, and when to change it. */
    String help();

    /**
     * Unit of a number, such as {@code px}, {@code steps} or {@code %}; empty for a plain number.
     */
    String unit() default "";

    /** Smallest allowed number, inclusive; of every entry where the value is a list. */
    double min() default Double.NEGATIVE_INFINITY;

    /** Largest allowed number, inclusive; of every entry where the value is a list. */
    double max() default Double.POSITIVE_INFINITY;

    /** Allowed words of a text value; empty: any. */
    String[] oneOf() default {};

    /** Regular expression that a text value matches as a whole; empty: any text. */
    String pattern() default "";

    /** {@link #pattern()} in words, for an error: what is allowed. */
    String allowed() default "";

    /** Fewest entries of a list value. */
    int minItems() default 1;

    /** Most entries of a list value. */
    int maxItems() default 8;

    /** What a form's browse button looks for; {@link Pick#NONE} for no button. */
    Pick pick() default Pick.NONE;

    /** What a text value points to in the file system. */
    enum Pick {
        NONE,
        FILE,
        FOLDER
    }

    /** Shown only in the advanced form. */
    boolean advanced() default false;

    /** May be changed while the run goes on. */
    boolean live() default false;
}
