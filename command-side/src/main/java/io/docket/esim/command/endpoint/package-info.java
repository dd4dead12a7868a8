/** Takes the commands about eSIM orders over HTTP. */
@NullMarked
package io.docket.esim.command.endpoint;

import org.jspecify.annotations.NullMarked;
