/** The query side of eSIM orders: the orders as they stand, their histories, and their activation codes as images. */
@NullMarked
package io.docket.esim.query;

import org.jspecify.annotations.NullMarked;
