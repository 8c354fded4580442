/**
 * The only door to libtorch: the operator library, functional gradients, scopes, arithmetic types,
 * devices and the counter-based random numbers.
 */
package ldmstudio.engine.tensor;
