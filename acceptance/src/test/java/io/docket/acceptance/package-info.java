/** Black-box tests: the packaged application, started, used, killed and started again. */
@NullMarked
package io.docket.acceptance;

import org.jspecify.annotations.NullMarked;
