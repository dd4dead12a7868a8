/** The commands of the privacy context, and what they answer. */
@NullMarked
package io.docket.privacy.command;

import org.jspecify.annotations.NullMarked;
