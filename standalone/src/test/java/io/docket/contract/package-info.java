/** The published documents, held against the running application, constraint by constraint. */
@NullMarked
package io.docket.contract;

import org.jspecify.annotations.NullMarked;
