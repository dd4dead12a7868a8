/** An SM-DP+ that speaks ES2+ over HTTPS, with certificates on both sides, and holds what it hears against SGP.22. */
@NullMarked
package io.docket.platform.testing.smdp;

import org.jspecify.annotations.NullMarked;
