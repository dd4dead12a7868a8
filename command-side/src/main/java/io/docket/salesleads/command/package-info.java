/**
 * The command side of sales leads: the lead, the endpoint that takes it, and the automation that orders what it asks for at
 * the communication operator.
 */
@NullMarked
package io.docket.salesleads.command;

import org.jspecify.annotations.NullMarked;
