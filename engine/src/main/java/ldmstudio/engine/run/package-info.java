/**
 * The run folder, the only record of a training: resolved configuration, events, previews and
 * checkpoints with their manifests; and pictures that carry the recipe that made them.
 */
package ldmstudio.engine.run;
