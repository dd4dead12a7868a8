@NullMarked
package io.docket.eventstream.receiver;

import org.jspecify.annotations.NullMarked;
