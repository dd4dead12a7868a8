@NullMarked
package io.docket.benchmarks;

import org.jspecify.annotations.NullMarked;
