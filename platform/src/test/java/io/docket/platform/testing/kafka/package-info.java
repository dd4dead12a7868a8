/** A broker of Kafka for tests. */
@NullMarked
package io.docket.platform.testing.kafka;

import org.jspecify.annotations.NullMarked;
