/**
 * Background work and the way back to the FX thread; the only package that starts threads or calls
 * {@code Platform.runLater}.
 */
@NullMarked
package ldmstudio.app.concurrent;

import org.jspecify.annotations.NullMarked;
