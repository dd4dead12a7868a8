/** Answers questions about sales leads over HTTP. */
@NullMarked
package io.docket.salesleads.query.endpoint;

import org.jspecify.annotations.NullMarked;
