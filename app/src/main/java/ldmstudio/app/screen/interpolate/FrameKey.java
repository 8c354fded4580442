package ldmstudio.app.screen.interpolate;

import ldmstudio.engine.config.WalkConfig;

/**
 * What decides how a frame looks: with the same key the worker draws the same pixels.
 *
 * @param model path of the model
 * @param look the walk without what only concerns its timing
 * @param at place on the walk, 0 to 1; {@code atY} the second coordinate of a plane
 * @param steps of a draft; 0: as many as the walk says
 */
record FrameKey(String model, WalkConfig look, double at, double atY, int steps) {}
