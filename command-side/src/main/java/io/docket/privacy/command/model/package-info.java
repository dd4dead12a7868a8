/** What decides whether a person is erased, and what an export is made of. */
@NullMarked
package io.docket.privacy.command.model;

import org.jspecify.annotations.NullMarked;
