/** What all metrics have in common: their names begin with {@code docket.}, and their histograms have the same buckets. */
@NullMarked
package io.docket.platform.metrics;

import org.jspecify.annotations.NullMarked;
