/** The companies that Docket calls, played over HTTP; they know nothing of its inside. */
@NullMarked
package io.docket.simulators;

import org.jspecify.annotations.NullMarked;
