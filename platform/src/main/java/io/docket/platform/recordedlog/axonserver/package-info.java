/** Axon Server as the log of record. */
@NullMarked
package io.docket.platform.recordedlog.axonserver;

import org.jspecify.annotations.NullMarked;
