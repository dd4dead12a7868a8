/** The same work as Axon's own guides have it: JPA event store, a Spring Data read model, no security, no validation. */
@NullMarked
package io.docket.benchmarks.stock;

import org.jspecify.annotations.NullMarked;
