/** Takes the commands about cases over HTTP. */
@NullMarked
package io.docket.cases.command.endpoint;

import org.jspecify.annotations.NullMarked;
