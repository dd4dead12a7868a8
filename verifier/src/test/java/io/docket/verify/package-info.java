@NullMarked
package io.docket.verify;

import org.jspecify.annotations.NullMarked;
