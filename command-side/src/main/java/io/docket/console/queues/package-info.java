/** The pages of the command side, for operators: what it has to do, and how partners answer it. Nothing of what tasks hold. */
@NullMarked
package io.docket.console.queues;

import org.jspecify.annotations.NullMarked;
