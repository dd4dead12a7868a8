/** What is delivered to run Docket with, held against what its programs read. */
@NullMarked
package io.docket.deployment;

import org.jspecify.annotations.NullMarked;
