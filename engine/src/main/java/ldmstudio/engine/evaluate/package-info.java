/** Measures of quality. */
package ldmstudio.engine.evaluate;
