/** The events of the log, as they are published. */
@NullMarked
package io.docket.eventstream.log;

import org.jspecify.annotations.NullMarked;
