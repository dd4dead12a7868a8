package io.docket.simulators.smdp;

import org.jspecify.annotations.Nullable;

/**
 * A call that was answered, and is answered the same whenever it comes again.
 *
 * @param message as it came
 * @param iccid of which profile; {@code null} if none was found
 * @param answer as it was given
 */
record Call(String message, @Nullable String iccid, String answer) {}
