/** The command side of cases: the aggregate, and the endpoints that take its commands. */
@NullMarked
package io.docket.cases.command;

import org.jspecify.annotations.NullMarked;
