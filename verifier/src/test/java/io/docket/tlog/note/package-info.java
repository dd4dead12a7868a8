@NullMarked
package io.docket.tlog.note;

import org.jspecify.annotations.NullMarked;
