package io.docket.privacy;

import io.docket.OnPostgres;

@OnPostgres
class ErasuresOnPostgresIntegrationTest extends Erasures {}
