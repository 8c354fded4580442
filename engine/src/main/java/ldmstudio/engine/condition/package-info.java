/**
 * What a denoiser is told in words: tokenizers, CLIP's encoders, vocabularies learned from
 * captions.
 */
@org.jspecify.annotations.NullMarked
package ldmstudio.engine.condition;
