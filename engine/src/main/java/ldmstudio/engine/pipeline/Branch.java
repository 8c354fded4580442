package ldmstudio.engine.pipeline;

/**
 * Another way from a state of a trajectory.
 *
 * @param at steps of the first way that are done before; at its first state the other way sets out
 *     by itself, from the noise of its own seed, so that two samplers can be held side by side
 * @param plan of the other way; its first picture is drawn
 */
public record Branch(int at, SamplingPlan plan) {}
