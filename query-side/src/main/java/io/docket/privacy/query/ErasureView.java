package io.docket.privacy.query;

import io.docket.common.api.PersonKind;
import io.docket.common.api.PersonalData;
import io.docket.common.api.Versioned;
import io.docket.privacy.api.ErasedPlace;
import io.docket.privacy.api.ErasureId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An erasure as it stands.
 *
 * @param version the sequence number of its last event
 * @param kind what kind of person was erased
 * @param requestedBy the client or person who asked for it
 * @param reason why
 * @param forced whether it was to be although there might be open business
 * @param aggregates how many orders, cases and the like held data of the person
 * @param erasedAt since when nothing can be read any more
 * @param completedAt since when all that was derived is scrubbed; {@code null} if it is not yet
 * @param places what was scrubbed
 */
public record ErasureView(
        ErasureId erasureId,
        long version,
        PersonKind kind,
        String requestedBy,
        @PersonalData String reason,
        boolean forced,
        long aggregates,
        Instant erasedAt,
        @Nullable Instant completedAt,
        List<ErasedPlace> places)
        implements Versioned {

    public ErasureView {
        places = List.copyOf(places);
    }
}
