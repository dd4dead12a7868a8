/** What is known beforehand about card orders: reference data and settings. */
@NullMarked
package io.docket.cardorders.command.reference;

import org.jspecify.annotations.NullMarked;
