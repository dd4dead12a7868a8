package io.docket.privacy.command;

import io.docket.privacy.api.ErasureId;

/** A person is erased; what was derived is being scrubbed. */
public record ErasureReceipt(ErasureId erasureId, long version) {}
