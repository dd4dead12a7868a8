/** Keeps a fault that hits everything at once from filling the log. */
@NullMarked
package io.docket.platform.logging;

import org.jspecify.annotations.NullMarked;
