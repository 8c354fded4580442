/** Trainings: the queue, the one that runs, and what becomes of them. */
@NullMarked
package ldmstudio.app.jobs;

import org.jspecify.annotations.NullMarked;
