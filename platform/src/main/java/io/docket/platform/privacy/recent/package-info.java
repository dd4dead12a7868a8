/** What a process remembers for a while of the events that it has just encrypted. */
@NullMarked
package io.docket.platform.privacy.recent;

import org.jspecify.annotations.NullMarked;
