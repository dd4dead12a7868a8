/** The log of record: where events are kept first, if that is not the database. The database then has a copy. */
@NullMarked
package io.docket.platform.recordedlog;

import org.jspecify.annotations.NullMarked;
