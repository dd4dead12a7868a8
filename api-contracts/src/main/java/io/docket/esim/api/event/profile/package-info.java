/** The events of eSIM profiles, and of the customers that they belong to. */
@NullMarked
package io.docket.esim.api.event.profile;

import org.jspecify.annotations.NullMarked;
