package io.docket.cases;

import io.docket.OnPostgres;

@OnPostgres
class CaseReadsOnPostgresIntegrationTest extends CaseReads {}
