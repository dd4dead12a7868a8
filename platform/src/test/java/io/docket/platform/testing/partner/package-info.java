/** How tests speak to simulated partners. */
@NullMarked
package io.docket.platform.testing.partner;

import org.jspecify.annotations.NullMarked;
