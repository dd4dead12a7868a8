/** What follows from the events of sales leads: calls to the partner, and timers. */
@NullMarked
package io.docket.salesleads.command.automation;

import org.jspecify.annotations.NullMarked;
