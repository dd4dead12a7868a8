/** The Customer Order API of the whole application, over HTTP. */
@NullMarked
package io.docket.cardorders;

import org.jspecify.annotations.NullMarked;
