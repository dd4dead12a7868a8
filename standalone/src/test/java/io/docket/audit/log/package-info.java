/** The transparency log of the whole application, over HTTP. */
@NullMarked
package io.docket.audit.log;

import org.jspecify.annotations.NullMarked;
