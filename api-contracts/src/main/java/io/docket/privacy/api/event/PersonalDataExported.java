package io.docket.privacy.api.event;

import io.docket.common.api.EventType;
import io.docket.common.api.PersonKind;
import io.docket.privacy.api.ExportId;

/**
 * Somebody got everything that is held about a person.
 *
 * @param kind what kind of person
 * @param personId the number of the person, which encrypted values name
 */
@EventType("docket.export.personal-data-exported")
public record PersonalDataExported(ExportId exportId, PersonKind kind, long personId) {}
