/** The Operations API of the whole application, over HTTP. */
@NullMarked
package io.docket.operations;

import org.jspecify.annotations.NullMarked;
