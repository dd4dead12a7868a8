/** Whether all events are still those that a checkpoint was signed over, and if not, where the first other one stands. */
@NullMarked
package io.docket.tlog.check;

import org.jspecify.annotations.NullMarked;
