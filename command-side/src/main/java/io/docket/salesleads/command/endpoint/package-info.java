/** Takes the commands about sales leads over HTTP. */
@NullMarked
package io.docket.salesleads.command.endpoint;

import org.jspecify.annotations.NullMarked;
