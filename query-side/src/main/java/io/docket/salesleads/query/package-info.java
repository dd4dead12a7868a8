/** The query side of sales leads: the lead, its history, and the endpoint that answers from them. */
@NullMarked
package io.docket.salesleads.query;

import org.jspecify.annotations.NullMarked;
