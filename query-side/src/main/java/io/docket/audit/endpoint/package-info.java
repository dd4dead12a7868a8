/** Answers auditors over HTTP. */
@NullMarked
package io.docket.audit.endpoint;

import org.jspecify.annotations.NullMarked;
