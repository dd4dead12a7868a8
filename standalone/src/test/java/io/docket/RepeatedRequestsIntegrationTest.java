package io.docket;

class RepeatedRequestsIntegrationTest extends RepeatedRequests {}
