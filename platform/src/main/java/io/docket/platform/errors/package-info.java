/** Refusals and failures, each in the shape of its API. */
@NullMarked
package io.docket.platform.errors;

import org.jspecify.annotations.NullMarked;
