/** Numbers of work items and cases. */
@NullMarked
package io.docket.platform.numbers;

import org.jspecify.annotations.NullMarked;
