/**
 * Live curves and heat strips; the only package that knows JFreeChart. A chart keeps every point
 * that it was given, draws two a pixel column, at most ten times a second, and only while somebody
 * can see it.
 */
@NullMarked
package ldmstudio.app.chart;

import org.jspecify.annotations.NullMarked;
