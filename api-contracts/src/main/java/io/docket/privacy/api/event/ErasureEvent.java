package io.docket.privacy.api.event;

import io.docket.privacy.api.ErasureId;

/** What can have happened to the erasure of a person. */
public sealed interface ErasureEvent permits PersonErased, ErasureCompleted {

    /** The erasure. */
    ErasureId erasureId();
}
