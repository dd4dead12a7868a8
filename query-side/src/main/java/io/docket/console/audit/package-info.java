/** The pages for auditors: what is on record. */
@NullMarked
package io.docket.console.audit;

import org.jspecify.annotations.NullMarked;
