/** An HTTP client for tests that holds every answer against the published contract. */
@NullMarked
package io.docket.platform.testing.http;

import org.jspecify.annotations.NullMarked;
