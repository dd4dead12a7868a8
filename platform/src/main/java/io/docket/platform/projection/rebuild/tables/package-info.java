/** The tables that are filled beside those that are read. */
@NullMarked
package io.docket.platform.projection.rebuild.tables;

import org.jspecify.annotations.NullMarked;
