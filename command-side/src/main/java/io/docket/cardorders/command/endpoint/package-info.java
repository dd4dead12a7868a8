/** Takes the commands about card orders over HTTP. */
@NullMarked
package io.docket.cardorders.command.endpoint;

import org.jspecify.annotations.NullMarked;
