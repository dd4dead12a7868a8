/** Answers the log in the files of C2SP {@code tlog-tiles}, and the proofs of single events. */
@NullMarked
package io.docket.audit.log.endpoint;

import org.jspecify.annotations.NullMarked;
