/** All events, published to Kafka by one of the processes. */
@NullMarked
package io.docket.eventstream.kafka;

import org.jspecify.annotations.NullMarked;
