/** What is written about Docket is so. */
@NullMarked
package io.docket.handbook;

import org.jspecify.annotations.NullMarked;
