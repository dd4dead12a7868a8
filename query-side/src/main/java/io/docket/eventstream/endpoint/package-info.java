/** Streams events over HTTP. */
@NullMarked
package io.docket.eventstream.endpoint;

import org.jspecify.annotations.NullMarked;
