/** Losses that judge a reconstruction as a viewer would: LPIPS and a patch discriminator. */
package ldmstudio.engine.perceptual;
