/** Docket in one process: both sides, with embedded database, authorization server and demo data. */
@NullMarked
package io.docket;

import org.jspecify.annotations.NullMarked;
