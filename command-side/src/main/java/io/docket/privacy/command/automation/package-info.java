/** What follows when a person is erased. */
@NullMarked
package io.docket.privacy.command.automation;

import org.jspecify.annotations.NullMarked;
