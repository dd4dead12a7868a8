/** Subscriptions to pushed events over HTTP. */
@NullMarked
package io.docket.eventstream.webhook.endpoint;

import org.jspecify.annotations.NullMarked;
