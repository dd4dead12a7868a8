@NullMarked
package io.docket.console;

import org.jspecify.annotations.NullMarked;
