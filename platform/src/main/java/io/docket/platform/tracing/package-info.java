/**
 * Traces of what a request leads to: commands, events, projections, automations, calls to partners. Off unless there is
 * somebody to send them to.
 */
@NullMarked
package io.docket.platform.tracing;

import org.jspecify.annotations.NullMarked;
