/** Signed notes of the C2SP specifications: checkpoints, proofs that carry one, and the keys that sign them. */
@NullMarked
package io.docket.tlog.note;

import org.jspecify.annotations.NullMarked;
