/** The id that ties a request to its log lines, its events and the commands that follow from them. */
@NullMarked
package io.docket.platform.correlation;

import org.jspecify.annotations.NullMarked;
