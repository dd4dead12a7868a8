@NullMarked
package io.docket.audit.log.check;

import org.jspecify.annotations.NullMarked;
