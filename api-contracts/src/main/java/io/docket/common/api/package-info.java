/** What the published languages of all contexts share: how events are named in the store, refusals, pages. */
@NullMarked
package io.docket.common.api;

import org.jspecify.annotations.NullMarked;
