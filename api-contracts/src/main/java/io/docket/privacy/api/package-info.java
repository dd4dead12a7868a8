/** Ids and values of the privacy context: persons are erased, and what is held about them is exported. */
@NullMarked
package io.docket.privacy.api;

import org.jspecify.annotations.NullMarked;
