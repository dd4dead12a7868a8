/** How projections share the log among processes, and how far they are. */
@NullMarked
package io.docket.platform.projection.processing;

import org.jspecify.annotations.NullMarked;
