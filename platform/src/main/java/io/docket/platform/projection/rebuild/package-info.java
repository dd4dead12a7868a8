/**
 * Read models are made anew beside those that are read: in bulk, by aggregate, up to a position of the log; from there on
 * event by event; then they take the others' place.
 */
@NullMarked
package io.docket.platform.projection.rebuild;

import org.jspecify.annotations.NullMarked;
