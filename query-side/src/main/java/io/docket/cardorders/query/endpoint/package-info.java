/** Answers questions about card orders over HTTP. */
@NullMarked
package io.docket.cardorders.query.endpoint;

import org.jspecify.annotations.NullMarked;
