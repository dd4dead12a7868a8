package io.docket.audit.log;

import io.docket.OnPostgres;

@OnPostgres
class TransparencyLogsOnPostgresIntegrationTest extends TransparencyLogs {}
