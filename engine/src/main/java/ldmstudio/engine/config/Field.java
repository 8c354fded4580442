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

    /** Smallest allowed number, inclusive. */
    double min() default Double.NEGATIVE_INFINITY;

    /** Largest allowed number, inclusive. */
    double max() default Double.POSITIVE_INFINITY;

    /** Allowed words of a text value; empty: any. */
    String[] oneOf() default {};

    /** Shown only in the advanced form. */
    boolean advanced() default false;

    /** May be changed while the run goes on. */
    boolean live() default false;
}
