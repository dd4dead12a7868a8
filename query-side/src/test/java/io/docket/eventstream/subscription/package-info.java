@NullMarked
package io.docket.eventstream.subscription;

import org.jspecify.annotations.NullMarked;
