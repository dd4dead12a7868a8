/** What it takes to see what another process adds: small machines, an issuer, and where the processors' time goes. */
@NullMarked
package io.docket.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
