@NullMarked
package io.docket.simulators;

import org.jspecify.annotations.NullMarked;
