/** The Case API of the whole application, over HTTP. */
@NullMarked
package io.docket.cases;

import org.jspecify.annotations.NullMarked;
