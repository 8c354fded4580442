/** Measures the engine, alone or side by side with another program on the same machine. */
package ldmstudio.engine.bench;
