/** Has checkpoints cosigned by witnesses (C2SP {@code tlog-witness}), so that nobody rewrites history unseen. */
@NullMarked
package io.docket.audit.log.witness;

import org.jspecify.annotations.NullMarked;
