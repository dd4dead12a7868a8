/** How the process ends. */
@NullMarked
package io.docket.platform.process;

import org.jspecify.annotations.NullMarked;
