/** The pages for operators: how it goes, and what they decide. Nothing of what events hold. */
@NullMarked
package io.docket.console.operations;

import org.jspecify.annotations.NullMarked;
