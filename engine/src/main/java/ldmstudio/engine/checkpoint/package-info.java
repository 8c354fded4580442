/** Checkpoint formats: safetensors, and the folders that are made of it. */
package ldmstudio.engine.checkpoint;
