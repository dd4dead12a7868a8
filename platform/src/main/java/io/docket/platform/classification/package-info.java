/** Classifications: the lists of literals that an API publishes, and an operator may extend. */
@NullMarked
package io.docket.platform.classification;

import org.jspecify.annotations.NullMarked;
