/** How partners are called over HTTP, and what is made of their answers, whichever protocol they speak. */
@NullMarked
package io.docket.platform.partner;

import org.jspecify.annotations.NullMarked;
