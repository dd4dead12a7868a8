package io.docket.privacy.api.event;

import io.docket.common.api.EventType;
import io.docket.privacy.api.ErasedPlace;
import io.docket.privacy.api.ErasureId;
import java.util.List;

/** Nothing that was derived from the log holds data of the person any more. */
@EventType("docket.erasure.erasure-completed")
public record ErasureCompleted(ErasureId erasureId, List<ErasedPlace> places) implements ErasureEvent {

    public ErasureCompleted {
        places = List.copyOf(places);
    }
}
