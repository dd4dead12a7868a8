/** Refusals and failures as problem documents (RFC 9457). */
@NullMarked
package io.docket.platform.errors;

import org.jspecify.annotations.NullMarked;
