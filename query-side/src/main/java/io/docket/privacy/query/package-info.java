/** How the erasures of persons stand. */
@NullMarked
package io.docket.privacy.query;

import org.jspecify.annotations.NullMarked;
