/** The pages for people: what auditors look up, in a browser. */
@NullMarked
package io.docket.console;

import org.jspecify.annotations.NullMarked;
