package io.docket;

@OnPostgres
class RepeatedRequestsOnPostgresIntegrationTest extends RepeatedRequests {}
