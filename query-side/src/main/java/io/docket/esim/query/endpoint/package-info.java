/** Answers questions about eSIM orders over HTTP. */
@NullMarked
package io.docket.esim.query.endpoint;

import org.jspecify.annotations.NullMarked;
