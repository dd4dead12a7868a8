package io.docket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** How events are handed to automations. */
class AutomationsIntegrationTest extends RunningDocket {

    @Autowired
    private EventProcessingConfiguration processing;

    @Test
    void putAsideWhatTheyCannotHandleByMeansOfTheirOwn() {
        assertThat(processing.eventProcessors().keySet())
                .filteredOn(
                        group -> processing.listenerInvocationErrorHandler(group) == PropagatingErrorHandler.instance())
                .containsExactlyInAnyOrder(
                        "send-approved-orders-to-card-system",
                        "expire-proposals",
                        "fulfil-esim-orders",
                        "send-leads-to-co",
                        "scrub-erased-persons");
    }

    @Test
    void handleEachEventOnce() {
        assertThat(processing.eventProcessors().entrySet().stream()
                        .filter(entry -> entry.getValue() instanceof StreamingEventProcessor processor
                                && !processor.supportsReset())
                        .map(Map.Entry::getKey))
                .containsExactlyInAnyOrder(
                        "send-approved-orders-to-card-system",
                        "expire-proposals",
                        "fulfil-esim-orders",
                        "send-leads-to-co",
                        "scrub-erased-persons");
    }
}
