/** How much a client may ask for. */
@NullMarked
package io.docket.platform.limits;

import org.jspecify.annotations.NullMarked;
