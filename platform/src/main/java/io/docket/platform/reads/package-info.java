/** Reads that wait for what the reader may know of. */
@NullMarked
package io.docket.platform.reads;

import org.jspecify.annotations.NullMarked;
