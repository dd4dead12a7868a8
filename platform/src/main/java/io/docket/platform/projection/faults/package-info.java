/** What becomes of an event that a projection cannot take in. */
@NullMarked
package io.docket.platform.projection.faults;

import org.jspecify.annotations.NullMarked;
