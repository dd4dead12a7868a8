/**
 * A witness of transparency logs (C2SP {@code tlog-witness}): it cosigns each checkpoint that goes on from the one before, and
 * no other. It is to run elsewhere than the logs that it watches.
 */
@NullMarked
package io.docket.witness;

import org.jspecify.annotations.NullMarked;
