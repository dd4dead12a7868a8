@NullMarked
package io.docket.tlog.check;

import org.jspecify.annotations.NullMarked;
