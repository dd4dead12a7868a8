/** How the sides scrub together what was derived from the log. */
@NullMarked
package io.docket.platform.scrubbing;

import org.jspecify.annotations.NullMarked;
