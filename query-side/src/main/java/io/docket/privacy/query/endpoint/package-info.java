/** Answers over HTTP how the erasures of persons stand. */
@NullMarked
package io.docket.privacy.query.endpoint;

import org.jspecify.annotations.NullMarked;
