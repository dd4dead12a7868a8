/** Those who are subscribed, and what they are sent. */
@NullMarked
package io.docket.eventstream.subscription;

import org.jspecify.annotations.NullMarked;
