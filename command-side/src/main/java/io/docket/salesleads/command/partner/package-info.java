/** The partner that carries sales leads out, over its own protocol. */
@NullMarked
package io.docket.salesleads.command.partner;

import org.jspecify.annotations.NullMarked;
