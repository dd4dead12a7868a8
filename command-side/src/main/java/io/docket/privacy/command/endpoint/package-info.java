/** Takes the commands of the privacy context over HTTP. */
@NullMarked
package io.docket.privacy.command.endpoint;

import org.jspecify.annotations.NullMarked;
