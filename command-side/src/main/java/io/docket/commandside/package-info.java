/** The command side as an application of its own. */
@NullMarked
package io.docket.commandside;

import org.jspecify.annotations.NullMarked;
