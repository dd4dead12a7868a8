/** An SM-DP+, played: GSMA SGP.22, ES2+, {@code es2plus.yaml}. */
@NullMarked
package io.docket.simulators.smdp;

import org.jspecify.annotations.NullMarked;
