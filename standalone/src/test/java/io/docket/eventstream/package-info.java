@NullMarked
package io.docket.eventstream;

import org.jspecify.annotations.NullMarked;
