package io.docket.privacy.command;

import io.docket.privacy.api.ErasureId;

/**
 * Erases a person.
 *
 * @param reason why, up to 1000 characters
 * @param force whether to erase although there is open business
 */
public record ErasePerson(ErasureId erasureId, Subject subject, String reason, boolean force)
        implements PrivacyCommand {}
