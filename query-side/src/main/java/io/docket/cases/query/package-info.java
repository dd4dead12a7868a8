/** The query side of cases: the list, the case, its history, and the endpoints that answer from them. */
@NullMarked
package io.docket.cases.query;

import org.jspecify.annotations.NullMarked;
