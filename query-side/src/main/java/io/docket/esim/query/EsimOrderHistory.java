package io.docket.esim.query;

import io.docket.common.api.Page;
import io.docket.common.api.Version;

/** Answers {@link FindEsimOrderHistory}. */
public record EsimOrderHistory(Page<Version<EsimOrderView>> versions) {}
