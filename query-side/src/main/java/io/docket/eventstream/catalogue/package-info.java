/** What kinds of events there are, for programs and for people. */
@NullMarked
package io.docket.eventstream.catalogue;

import org.jspecify.annotations.NullMarked;
