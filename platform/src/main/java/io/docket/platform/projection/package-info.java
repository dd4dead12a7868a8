/** How read models are built from events in batches, how far they have got, and reads that wait for them. */
@NullMarked
package io.docket.platform.projection;

import org.jspecify.annotations.NullMarked;
