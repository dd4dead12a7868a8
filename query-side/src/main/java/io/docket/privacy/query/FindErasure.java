package io.docket.privacy.query;

import io.docket.privacy.api.ErasureId;

/** Asks for an erasure as it stands; answered by an {@link ErasureView}, or nothing. */
public record FindErasure(ErasureId erasureId) {}
