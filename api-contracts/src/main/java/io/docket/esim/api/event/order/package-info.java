/** The events of eSIM orders. */
@NullMarked
package io.docket.esim.api.event.order;

import org.jspecify.annotations.NullMarked;
