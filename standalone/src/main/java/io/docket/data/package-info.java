/** The data folder, which is its owner's alone. */
@NullMarked
package io.docket.data;

import org.jspecify.annotations.NullMarked;
