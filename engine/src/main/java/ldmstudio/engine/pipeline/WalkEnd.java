package ldmstudio.engine.pipeline;

import ldmstudio.engine.config.SamplingConfig;

/**
 * A keyframe as it is drawn.
 *
 * @param how numbers and negative prompt; the walk's sampler and steps
 * @param root of all its noise
 */
record WalkEnd(Wish wish, SamplingConfig how, NoiseRoot root) {}
