/**
 * The transparency log over all events: its tree is kept beside the events, its checkpoints are signed, and whether the events
 * are still the same is looked at again and again.
 */
@NullMarked
package io.docket.audit.log;

import org.jspecify.annotations.NullMarked;
