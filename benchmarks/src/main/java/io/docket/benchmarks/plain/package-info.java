/** The same work without events: Spring Data writes the case and a row of an audit table in one transaction. */
@NullMarked
package io.docket.benchmarks.plain;

import org.jspecify.annotations.NullMarked;
