/**
 * The engine: networks, training, sampling and the {@code ldm} command line. Its packages point one
 * way, from the front doors ({@code cli}, {@code worker}) down to {@code tensor}.
 */
@NullMarked
package ldmstudio.engine;

import org.jspecify.annotations.NullMarked;
