@NullMarked
package io.docket.eventstream.log;

import org.jspecify.annotations.NullMarked;
