/** Training: the loop, the two stages, the optimizer, and the state that makes a resume exact. */
package ldmstudio.engine.train;
