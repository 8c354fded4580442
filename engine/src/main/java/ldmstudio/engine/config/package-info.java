/**
 * The configuration of a whole run as immutable records, read from and written to YAML. Defaults
 * live here and nowhere else.
 */
package ldmstudio.engine.config;
