/** What contexts tell auditors of their aggregates. */
@NullMarked
package io.docket.platform.audit;

import org.jspecify.annotations.NullMarked;
