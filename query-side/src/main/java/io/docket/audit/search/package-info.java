/** Everything on record, by what auditors look for. */
@NullMarked
package io.docket.audit.search;

import org.jspecify.annotations.NullMarked;
