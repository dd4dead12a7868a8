/** How HTTP itself is treated: trailing slashes, and errors that reach no endpoint. */
@NullMarked
package io.docket.platform.http;

import org.jspecify.annotations.NullMarked;
