/** Encoded pictures on disk, and the factor that gives them unit variance. */
package ldmstudio.engine.latent;
