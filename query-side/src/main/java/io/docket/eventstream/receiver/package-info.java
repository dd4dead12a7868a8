/** How receivers of events are called that others have named: where requests may go, and how they are signed. */
@NullMarked
package io.docket.eventstream.receiver;

import org.jspecify.annotations.NullMarked;
