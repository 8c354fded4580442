/** The front door for a person at a terminal: the {@code ldm} command. */
package ldmstudio.engine.cli;
