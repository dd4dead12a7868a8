/** The tables of a Docket's database that the transparency log is made of, by plain JDBC. */
@NullMarked
package io.docket.tlog.table;

import org.jspecify.annotations.NullMarked;
