/** The events of cases. */
@NullMarked
package io.docket.cases.api.event;

import org.jspecify.annotations.NullMarked;
