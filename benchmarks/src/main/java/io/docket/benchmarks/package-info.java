/** Docket and its baselines, one after the other and in turns, and a table of ratios. */
@NullMarked
package io.docket.benchmarks;

import org.jspecify.annotations.NullMarked;
