@NullMarked
package io.docket.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
