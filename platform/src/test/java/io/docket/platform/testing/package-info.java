/** What tests of all modules need: fresh databases, and a small application on one of them. */
@NullMarked
package io.docket.platform.testing;

import org.jspecify.annotations.NullMarked;
