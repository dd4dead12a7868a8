/**
 * Personal data: which fields hold them, the keys of the persons that they are encrypted under, and what becomes of both
 * when a person is erased.
 */
@NullMarked
package io.docket.platform.privacy;

import org.jspecify.annotations.NullMarked;
