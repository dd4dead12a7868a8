/** Who calls, what the token allows, and default deny. */
@NullMarked
package io.docket.platform.security;

import org.jspecify.annotations.NullMarked;
