@NullMarked
package io.docket.privacy;

import org.jspecify.annotations.NullMarked;
