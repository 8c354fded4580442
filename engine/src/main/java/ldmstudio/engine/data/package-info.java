/**
 * Readers of picture collections, decoding, augmentation and batches; the catalogue that the window
 * browses.
 */
package ldmstudio.engine.data;
