package io.docket.privacy;

import io.docket.ClockAhead;
import org.springframework.test.context.ContextConfiguration;

@ContextConfiguration(initializers = ClockAhead.class)
class ErasuresIntegrationTest extends Erasures {}
