/** The record of requests that were refused. */
@NullMarked
package io.docket.platform.refusals;

import org.jspecify.annotations.NullMarked;
