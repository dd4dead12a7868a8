@NullMarked
package io.docket.audit.log.witness;

import org.jspecify.annotations.NullMarked;
