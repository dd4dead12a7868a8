/** The partner that carries eSIM orders out, over its own protocol. */
@NullMarked
package io.docket.esim.command.partner;

import org.jspecify.annotations.NullMarked;
