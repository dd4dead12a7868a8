/** The console: who may see its pages, and what all of them have. */
@NullMarked
package io.docket.console;

import org.jspecify.annotations.NullMarked;
