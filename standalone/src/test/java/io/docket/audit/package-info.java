@NullMarked
package io.docket.audit;

import org.jspecify.annotations.NullMarked;
