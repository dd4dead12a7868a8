/** How a process starts: what it is asked on the command line, what is checked before anything is opened, what it says. */
@NullMarked
package io.docket.platform.startup;

import org.jspecify.annotations.NullMarked;
