/** What decides about cases: the aggregates, and the commands that change several of them. */
@NullMarked
package io.docket.cases.command.model;

import org.jspecify.annotations.NullMarked;
