/** What operators decide about projections. */
@NullMarked
package io.docket.operations;

import org.jspecify.annotations.NullMarked;
