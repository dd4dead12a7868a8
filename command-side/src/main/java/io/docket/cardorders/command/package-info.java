/**
 * The command side of card orders: the aggregates, the endpoints that take their commands, and the automations that carry
 * approved orders to the card management system.
 */
@NullMarked
package io.docket.cardorders.command;

import org.jspecify.annotations.NullMarked;
