/** The one clock. */
@NullMarked
package io.docket.platform.time;

import org.jspecify.annotations.NullMarked;
