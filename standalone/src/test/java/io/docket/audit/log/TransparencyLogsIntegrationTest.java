package io.docket.audit.log;

class TransparencyLogsIntegrationTest extends TransparencyLogs {}
