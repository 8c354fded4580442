/**
 * The frame that both training pages share: run chooser, live pictures and curves, the form made
 * from the configuration, and everything that can be done with a run. What differs between the
 * stages is a {@link ldmstudio.app.screen.training.TrainingContent}.
 */
@NullMarked
package ldmstudio.app.screen.training;

import org.jspecify.annotations.NullMarked;
