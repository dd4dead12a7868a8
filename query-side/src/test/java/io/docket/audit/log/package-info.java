@NullMarked
package io.docket.audit.log;

import org.jspecify.annotations.NullMarked;
