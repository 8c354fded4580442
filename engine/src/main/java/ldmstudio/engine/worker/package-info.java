/**
 * The front door for a window: a child process that reads requests and writes replies, one JSON
 * object a line.
 */
package ldmstudio.engine.worker;
