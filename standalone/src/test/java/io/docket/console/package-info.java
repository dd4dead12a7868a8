/** The console of the whole application, over HTTP, as a browser that is not to be trusted speaks it. */
@NullMarked
package io.docket.console;

import org.jspecify.annotations.NullMarked;
