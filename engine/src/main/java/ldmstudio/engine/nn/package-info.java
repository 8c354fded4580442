/** Layers with the parameter names of the reference implementations. */
package ldmstudio.engine.nn;
