/** The authorization server that stands in where no issuer is configured. */
@NullMarked
package io.docket.authorization;

import org.jspecify.annotations.NullMarked;
