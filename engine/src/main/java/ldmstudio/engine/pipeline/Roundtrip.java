package ldmstudio.engine.pipeline;

import ldmstudio.engine.data.PixelImage;

/**
 * A picture before and after an autoencoder: decode(encode(x)).
 *
 * @param given the picture, cut and scaled to the model's size
 * @param back what the autoencoder makes of it, of the same size
 */
public record Roundtrip(PixelImage given, PixelImage back) {}
