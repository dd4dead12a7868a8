package io.docket.salesleads.command.partner;

import java.time.Instant;

/**
 * An order for the activation of a service at an access. It has no personal data: ON-API keeps those out of orders.
 *
 * @param accessId the CO's id of the access
 * @param service the CO's name of the service that the offering needs, such as {@code BB-1000-100}; 1 to 255 characters
 * @param requestedDateTime not before when
 */
public record CoOrderRequest(String accessId, String service, Instant requestedDateTime) {}
