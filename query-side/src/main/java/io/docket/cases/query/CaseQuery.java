package io.docket.cases.query;

/** What can be asked about cases. */
sealed interface CaseQuery permits FindCase, ListCases, FindCaseHistory {}
