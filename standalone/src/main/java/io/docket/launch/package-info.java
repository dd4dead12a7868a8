/** What comes before everything else, and runs on any Java. */
@NullMarked
package io.docket.launch;

import org.jspecify.annotations.NullMarked;
