package ldmstudio.engine.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A group of alternatives whose {@code type} may be left out: the default's is meant then. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface TypeOptional {}
