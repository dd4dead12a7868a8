package io.docket.cases.api;

import io.docket.common.api.Page;

/**
 * Answers {@link FindCaseHistory}.
 *
 * @param customerId whom the case is about
 * @param version the sequence number of the last event that the history reflects
 * @param versions a page of them
 */
public record CaseHistory(String customerId, long version, Page<CaseVersion> versions) {}
