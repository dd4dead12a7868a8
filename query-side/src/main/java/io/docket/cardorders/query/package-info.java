/** The query side of card orders: the list, the order, its history, and the endpoints that answer from them. */
@NullMarked
package io.docket.cardorders.query;

import org.jspecify.annotations.NullMarked;
