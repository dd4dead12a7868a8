/** Docket without what encrypts personal data, to measure what that costs. */
@NullMarked
package io.docket.benchmarks.clear;

import org.jspecify.annotations.NullMarked;
