/** The sales-lead API of the whole application, over HTTP. */
@NullMarked
package io.docket.salesleads;

import org.jspecify.annotations.NullMarked;
