/** The query parameters of lists: which page, in which order, and what to leave out. */
@NullMarked
package io.docket.platform.paging;

import org.jspecify.annotations.NullMarked;
