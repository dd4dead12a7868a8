/** Answers questions about cases over HTTP. */
@NullMarked
package io.docket.cases.query.endpoint;

import org.jspecify.annotations.NullMarked;
