/**
 * The event store: how events are named, serialized, appended in one gapless order, and read back.
 */
@NullMarked
package io.docket.platform.eventstore;

import org.jspecify.annotations.NullMarked;
