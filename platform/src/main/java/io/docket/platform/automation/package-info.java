/** Work that follows from events: persistent tasks that survive restarts, and the commands that they send. */
@NullMarked
package io.docket.platform.automation;

import org.jspecify.annotations.NullMarked;
