/** Looks again and again whether all events are still those that were signed. */
@NullMarked
package io.docket.audit.log.check;

import org.jspecify.annotations.NullMarked;
