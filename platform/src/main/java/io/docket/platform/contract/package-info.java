/** The OpenAPI document: published, and enforced on every request. */
@NullMarked
package io.docket.platform.contract;

import org.jspecify.annotations.NullMarked;
