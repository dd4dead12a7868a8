/** How HTTP itself is treated: trailing slashes, errors that reach no endpoint, and the bodies that other systems answer. */
@NullMarked
package io.docket.platform.http;

import org.jspecify.annotations.NullMarked;
