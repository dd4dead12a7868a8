package io.docket.cardorders.api;

import io.docket.common.api.PersonId;
import io.docket.common.api.PersonKind;
import io.docket.common.api.PersonalData;
import org.jspecify.annotations.Nullable;

/**
 * Who changed an order: the person whom the caller's token names, or else the client; or an automation.
 *
 * @param id the person's id, or the name of the client or the automation; {@code null} if nobody said
 * @param name the person's name, if the token tells it
 */
public record Actor(
        @PersonId(value = PersonKind.AGENT, main = false) @Nullable
        String id,

        @PersonalData(of = "id") @Nullable String name) {}
