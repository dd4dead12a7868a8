/** What follows from the events of card orders: calls to the partner, and timers. */
@NullMarked
package io.docket.cardorders.command.automation;

import org.jspecify.annotations.NullMarked;
