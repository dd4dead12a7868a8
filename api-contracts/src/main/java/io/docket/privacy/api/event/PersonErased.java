package io.docket.privacy.api.event;

import io.docket.common.api.EventType;
import io.docket.common.api.PersonKind;
import io.docket.common.api.PersonalData;
import io.docket.privacy.api.ErasureId;

/**
 * The key of a person was destroyed: nothing that the log holds about the person can be read any more. What was derived
 * from the log is scrubbed after it.
 *
 * @param kind what kind of person it was
 * @param personId the number of the person, which encrypted values name
 * @param reason why, in the words of who asked for it, up to 1000 characters
 * @param forced whether it was to be although there might be open business
 * @param aggregates how many orders, cases and the like held data of the person
 */
@EventType("docket.erasure.person-erased")
public record PersonErased(
        ErasureId erasureId,
        PersonKind kind,
        long personId,
        @PersonalData String reason,
        boolean forced,
        long aggregates)
        implements ErasureEvent {}
