/** eSIM orders in the whole application. */
@NullMarked
package io.docket.esim;

import org.jspecify.annotations.NullMarked;
