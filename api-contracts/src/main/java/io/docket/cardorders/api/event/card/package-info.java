/** The events of cards, and of the arrangements that they are issued on. */
@NullMarked
package io.docket.cardorders.api.event.card;

import org.jspecify.annotations.NullMarked;
