package io.docket.esim.api;

import io.docket.common.api.Page;

/**
 * Answers {@link FindEsimOrderHistory}.
 *
 * @param latest the order as it stands
 * @param versions a page of its versions
 */
public record EsimOrderHistory(EsimOrderView latest, Page<EsimOrderVersion> versions) {}
