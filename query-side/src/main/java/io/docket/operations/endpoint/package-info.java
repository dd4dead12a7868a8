/** Shows operators how projections stand, without what events hold, and takes what they decide. */
@NullMarked
package io.docket.operations.endpoint;

import org.jspecify.annotations.NullMarked;
