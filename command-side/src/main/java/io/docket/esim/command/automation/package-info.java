/** What follows from the events of eSIM orders: calls to the partner, and timers. */
@NullMarked
package io.docket.esim.command.automation;

import org.jspecify.annotations.NullMarked;
