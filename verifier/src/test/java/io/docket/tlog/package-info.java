@NullMarked
package io.docket.tlog;

import org.jspecify.annotations.NullMarked;
