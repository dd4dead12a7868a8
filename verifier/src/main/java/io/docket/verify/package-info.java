/** The verifier's command line: checks proofs, checkpoints and whole logs, with nothing of Docket running. */
@NullMarked
package io.docket.verify;

import org.jspecify.annotations.NullMarked;
