@NullMarked
package io.docket.eventstream.kafka;

import org.jspecify.annotations.NullMarked;
