/** What decides about card orders: the aggregates, and the commands that change several of them. */
@NullMarked
package io.docket.cardorders.command.model;

import org.jspecify.annotations.NullMarked;
