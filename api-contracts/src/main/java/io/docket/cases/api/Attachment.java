package io.docket.cases.api;

import io.docket.common.api.PersonalData;
import org.jspecify.annotations.Nullable;

/**
 * A document attached to a case. The document itself lies elsewhere.
 *
 * @param fileId where it lies, 1 to 200 characters, unique within the case
 * @param fileName 1 to 255 characters
 * @param sha256 the hex digest of its content, lower case, if the caller gave it
 */
public record Attachment(
        String fileId,
        @PersonalData String fileName,
        @Nullable String sha256) {}
