package io.docket.eventstream.subscription;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The streams of events.
 *
 * @param streams how many a process has open at the same time; at least 1
 * @param streamsPerClient how many of them a client has open; at least 1
 */
@ConfigurationProperties("docket.events")
record EventStreamProperties(
        @DefaultValue("4000") int streams,
        @DefaultValue("100") int streamsPerClient) {

    public EventStreamProperties {
        if (streams < 1 || streamsPerClient < 1) {
            throw new IllegalArgumentException("docket.events: the numbers of streams must be positive");
        }
    }
}
