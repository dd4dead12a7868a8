/** Events that are pushed: who wants them, how far each has them, and who sends them. */
@NullMarked
package io.docket.eventstream.webhook;

import org.jspecify.annotations.NullMarked;
