/** What an operator sets: reference data in files, and how a start ends that they do not allow. */
@NullMarked
package io.docket.platform.settings;

import org.jspecify.annotations.NullMarked;
