/** The events of orders. */
@NullMarked
package io.docket.cardorders.api.event.workitem;

import org.jspecify.annotations.NullMarked;
