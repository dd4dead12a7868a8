/** The query parameters of lists: which page, and in which order. */
@NullMarked
package io.docket.platform.paging;

import org.jspecify.annotations.NullMarked;
