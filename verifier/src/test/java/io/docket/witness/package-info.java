@NullMarked
package io.docket.witness;

import org.jspecify.annotations.NullMarked;
