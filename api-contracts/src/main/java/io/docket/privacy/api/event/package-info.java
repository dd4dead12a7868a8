/** What can have happened to what is held about persons. */
@NullMarked
package io.docket.privacy.api.event;

import org.jspecify.annotations.NullMarked;
