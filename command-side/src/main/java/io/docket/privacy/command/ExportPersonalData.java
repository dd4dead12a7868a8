package io.docket.privacy.command;

import io.docket.privacy.api.ExportId;

/** Hands out everything that is held about a person. */
public record ExportPersonalData(ExportId exportId, Subject subject) implements PrivacyCommand {}
