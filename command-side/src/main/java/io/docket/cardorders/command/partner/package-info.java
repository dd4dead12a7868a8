/** The partner that carries card orders out, over its own protocol. */
@NullMarked
package io.docket.cardorders.command.partner;

import org.jspecify.annotations.NullMarked;
