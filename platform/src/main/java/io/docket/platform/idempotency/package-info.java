/** Idempotency-Key: the answer to a repeated request is the answer to the first, and nothing happens twice. */
@NullMarked
package io.docket.platform.idempotency;

import org.jspecify.annotations.NullMarked;
