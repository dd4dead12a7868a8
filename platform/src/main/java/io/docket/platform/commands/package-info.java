/** How an endpoint sends a command, and how a command is refused. */
@NullMarked
package io.docket.platform.commands;

import org.jspecify.annotations.NullMarked;
