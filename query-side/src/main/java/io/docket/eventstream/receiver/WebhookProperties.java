package io.docket.eventstream.receiver;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Webhooks, which push events.
 *
 * @param subscriptions how many there are in all; at least 1
 * @param subscriptionsPerClient how many a client has; at least 1
 * @param allowedNetworks networks that requests may go to although they are not public, over http too, such as
 *     {@code 10.1.0.0/16}; none if there are none
 */
@ConfigurationProperties("docket.events.webhooks")
public record WebhookProperties(
        @DefaultValue("500") int subscriptions,
        @DefaultValue("10") int subscriptionsPerClient,
        @DefaultValue List<String> allowedNetworks) {

    public WebhookProperties {
        if (subscriptions < 1 || subscriptionsPerClient < 1) {
            throw new IllegalArgumentException("docket.events.webhooks: the numbers of subscriptions must be positive");
        }
        allowedNetworks = List.copyOf(allowedNetworks);
        for (String name : allowedNetworks) {
            if (Network.parse(name).isEmpty()) {
                throw new IllegalArgumentException(
                        "docket.events.webhooks.allowed-networks: " + name + " is no network, such as 10.1.0.0/16");
            }
        }
    }

    Destinations destinations() {
        return new Destinations(allowedNetworks.stream().map(Network::of).toList());
    }
}
