/** What the simulators share: their server, their steering, what they keep, and the trouble that they make. */
@NullMarked
package io.docket.simulators.http;

import org.jspecify.annotations.NullMarked;
