/**
 * The command side of eSIM orders: the aggregates, the endpoint that takes their commands, and the automation that has
 * the SM-DP+ make profiles ready.
 */
@NullMarked
package io.docket.esim.command;

import org.jspecify.annotations.NullMarked;
