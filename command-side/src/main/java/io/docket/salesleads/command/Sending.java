package io.docket.salesleads.command;

import io.docket.salesleads.api.Lead;
import org.jspecify.annotations.Nullable;

/**
 * What {@link StartSending} answers.
 *
 * @param lead what is to be ordered; {@code null} if nothing is: the lead has its outcome
 * @param service the communication operator's name of it; {@code null} with the lead
 * @param coOrderId the order that is there already
 */
public record Sending(
        @Nullable Lead lead,
        @Nullable String service,
        @Nullable String coOrderId) {}
