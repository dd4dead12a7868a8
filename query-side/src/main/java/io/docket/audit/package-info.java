/** What auditors ask for: what has happened to each thing, what was refused, and who has read it. */
@NullMarked
package io.docket.audit;

import org.jspecify.annotations.NullMarked;
