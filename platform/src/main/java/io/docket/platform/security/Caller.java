package io.docket.platform.security;

import static java.util.Objects.requireNonNull;

import io.docket.common.api.Refusal;
import io.docket.platform.errors.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/**
 * Who sends a request, as the token says. Endpoints take it as a parameter.
 *
 * @param id the client or user: the token's subject
 * @param customerNumber the one customer whom the caller acts for; {@code null} if for any
 * @param agentId the id of the person who acts, if the token names one
 * @param agentName the name of that person
 */
public record Caller(
        String id,
        @Nullable String customerNumber,
        @Nullable String agentId,
        @Nullable String agentName) {

    static Caller of(Authentication authentication) {
        Jwt token = ((JwtAuthenticationToken) authentication).getToken();
        return new Caller(
                requireNonNull(token.getSubject(), "a token without a subject is not accepted"),
                token.getClaimAsString("customer_number"),
                token.getClaimAsString("agent_id"),
                token.getClaimAsString("agent_name"));
    }

    /** Whether the token names the person who acts. */
    public boolean isAgent() {
        return agentId != null || agentName != null;
    }

    /**
     * Whose things a list shows to the caller.
     *
     * @param asked the customer whom the request names; {@code null} if it names none
     * @return {@code null} for those of all customers
     * @throws RefusedException forbidden, if the caller may not act for the customer asked for
     */
    public @Nullable String limitedTo(@Nullable String asked) {
        if (asked == null) {
            return customerNumber;
        }
        if (!actsFor(asked)) {
            throw new RefusedException(Refusal.forbidden("The token does not allow to act for this customer."));
        }
        return asked;
    }

    /** Whether the caller may act for this customer. */
    public boolean actsFor(String customer) {
        return customerNumber == null || customerNumber.equals(customer);
    }
}
