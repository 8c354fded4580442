/** From a class (later a text or a picture) to new pictures. */
package ldmstudio.engine.pipeline;
