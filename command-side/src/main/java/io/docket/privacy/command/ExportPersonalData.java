package io.docket.privacy.command;

import io.docket.privacy.api.ExportId;

/** Has everything handed out that is held about a person. */
public record ExportPersonalData(ExportId exportId, Subject subject) implements PrivacyCommand {}
