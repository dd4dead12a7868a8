/** A communication operator, played: ON-API 2.5, {@code co-orders.yaml}. */
@NullMarked
package io.docket.simulators.co;

import org.jspecify.annotations.NullMarked;
