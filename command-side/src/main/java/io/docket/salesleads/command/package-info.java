/**
 * The command side of sales leads: the aggregate, the endpoint that takes its commands, and the automation that orders at
 * the communication operator.
 */
@NullMarked
package io.docket.salesleads.command;

import org.jspecify.annotations.NullMarked;
