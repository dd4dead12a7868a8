/** The events of sales leads. */
@NullMarked
package io.docket.salesleads.api.event;

import org.jspecify.annotations.NullMarked;
