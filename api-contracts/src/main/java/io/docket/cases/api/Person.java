package io.docket.cases.api;

import io.docket.common.api.PersonId;
import io.docket.common.api.PersonKind;
import io.docket.common.api.PersonalData;
import org.jspecify.annotations.Nullable;

/**
 * The person at the bank who did something to a case: named by the caller's token, or else by the request.
 *
 * @param id the person's id, up to 64 characters
 * @param name the person's name, up to 200 characters
 */
public record Person(
        @PersonId(value = PersonKind.AGENT, main = false) @Nullable
        String id,

        @PersonalData(of = "id") @Nullable String name) {

    /** Nobody was named. */
    public static final Person UNNAMED = new Person(null, null);
}
