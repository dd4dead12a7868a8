/** The query side as an application of its own. */
@NullMarked
package io.docket.queryside;

import org.jspecify.annotations.NullMarked;
