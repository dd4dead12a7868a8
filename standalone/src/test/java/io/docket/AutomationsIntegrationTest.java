package io.docket;

import static org.assertj.core.api.Assertions.assertThat;

import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What is done with events that cannot be taken in. */
class AutomationsIntegrationTest extends RunningDocket {

    @Autowired
    private EventProcessingConfiguration processing;

    @Test
    void tryThemAgainWhereProjectionsPutThemAside() {
        assertThat(processing.eventProcessors().keySet())
                .filteredOn(
                        group -> processing.listenerInvocationErrorHandler(group) == PropagatingErrorHandler.instance())
                .containsExactlyInAnyOrder(
                        "send-approved-orders-to-card-system",
                        "expire-proposals",
                        "fulfil-esim-orders",
                        "send-leads-to-co");
    }
}
