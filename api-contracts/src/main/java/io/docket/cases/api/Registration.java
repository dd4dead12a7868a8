package io.docket.cases.api;

import io.docket.common.api.PersonalData;
import org.jspecify.annotations.Nullable;

/**
 * What a complaint or a service request says when it is registered.
 *
 * @param registeredBy who registers it
 * @param customer whom it is about
 * @param caseType the caller's finer type, 1 to 64 characters
 * @param importance how important it is
 * @param title why the customer writes ({@code comm-reason}), up to 500 characters
 * @param details up to 4000 characters
 * @param arrangementNum the arrangement it is about, up to 64 characters
 * @param reply how to answer
 * @param relCaseId a related case, up to 64 characters
 */
public record Registration(
        Person registeredBy,
        Customer customer,
        String caseType,
        Importance importance,
        @PersonalData @Nullable String title,
        @PersonalData @Nullable String details,
        @Nullable String arrangementNum,
        Reply reply,
        @Nullable String relCaseId) {}
