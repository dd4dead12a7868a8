/** What decides about eSIM orders: the aggregates, and the commands that change several of them. */
@NullMarked
package io.docket.esim.command.model;

import org.jspecify.annotations.NullMarked;
