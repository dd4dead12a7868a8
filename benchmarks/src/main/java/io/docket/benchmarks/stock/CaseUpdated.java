package io.docket.benchmarks.stock;

record CaseUpdated(String caseId, String state, String resolution) {}
