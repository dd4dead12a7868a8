/** What decides about sales leads: the aggregates, and the commands that change several of them. */
@NullMarked
package io.docket.salesleads.command.model;

import org.jspecify.annotations.NullMarked;
