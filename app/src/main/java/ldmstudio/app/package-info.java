/**
 * The JavaFX studio: starts {@code ldm worker} as a child process and reads run folders; never
 * loads libtorch.
 */
package ldmstudio.app;
