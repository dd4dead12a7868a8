/** How the process ends, and what goes on until then. */
@NullMarked
package io.docket.platform.process;

import org.jspecify.annotations.NullMarked;
