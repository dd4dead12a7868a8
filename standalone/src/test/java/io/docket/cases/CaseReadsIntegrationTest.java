package io.docket.cases;

class CaseReadsIntegrationTest extends CaseReads {}
