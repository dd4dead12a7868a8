/** A bank's card management system, played: {@code card-system.yaml}. */
@NullMarked
package io.docket.simulators.cardsystem;

import org.jspecify.annotations.NullMarked;
