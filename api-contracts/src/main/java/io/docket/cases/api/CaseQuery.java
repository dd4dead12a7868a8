package io.docket.cases.api;

/** What can be asked about cases. */
public sealed interface CaseQuery permits FindCase, ListCases, FindCaseHistory {}
