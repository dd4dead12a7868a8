/** The demo data set: files that are loaded, and checked, at start-up. */
@NullMarked
package io.docket.demo;

import org.jspecify.annotations.NullMarked;
