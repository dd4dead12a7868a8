/** What is known beforehand about cases: reference data and settings. */
@NullMarked
package io.docket.cases.command.reference;

import org.jspecify.annotations.NullMarked;
