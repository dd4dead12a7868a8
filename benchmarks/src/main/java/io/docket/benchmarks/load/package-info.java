/** Clients that send requests over HTTP as fast as they are answered, or at a rate. */
@NullMarked
package io.docket.benchmarks.load;

import org.jspecify.annotations.NullMarked;
