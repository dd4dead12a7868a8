/** What is known beforehand about eSIM orders: reference data and settings. */
@NullMarked
package io.docket.esim.command.reference;

import org.jspecify.annotations.NullMarked;
