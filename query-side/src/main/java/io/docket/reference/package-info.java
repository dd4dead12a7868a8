/** What a visitor sees first: what runs here, and the reference pages of the APIs. */
@NullMarked
package io.docket.reference;

import org.jspecify.annotations.NullMarked;
