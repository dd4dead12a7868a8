/** What the server does with no work at all: a JSON endpoint. */
@NullMarked
package io.docket.benchmarks.trivial;

import org.jspecify.annotations.NullMarked;
