/** What is known beforehand about sales leads: reference data and settings. */
@NullMarked
package io.docket.salesleads.command.reference;

import org.jspecify.annotations.NullMarked;
