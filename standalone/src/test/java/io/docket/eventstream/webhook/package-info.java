@NullMarked
package io.docket.eventstream.webhook;

import org.jspecify.annotations.NullMarked;
