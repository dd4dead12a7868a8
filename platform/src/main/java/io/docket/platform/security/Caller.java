package io.docket.platform.security;

import static java.util.Objects.requireNonNull;

import io.docket.common.api.Refusal;
import io.docket.platform.errors.RefusedException;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/**
 * Who sends a request, as the token says. Endpoints take it as a parameter.
 *
 * @param id the client or user: the token's subject
 * @param customerNumber the one customer whom the caller acts for; {@code null} if for any
 * @param agentId the id of the person who acts, if the token names one
 * @param agentName the name of that person
 * @param tenant the partner whom the caller belongs to; {@code null} if to none
 * @param roles what the caller is with that partner
 */
public record Caller(
        String id,
        @Nullable String customerNumber,
        @Nullable String agentId,
        @Nullable String agentName,
        @Nullable String tenant,
        List<String> roles) {

    /**
     * The caller of a request.
     *
     * @param authenticated its principal; it has a valid token
     */
    public static Caller of(Principal authenticated) {
        Jwt token = ((JwtAuthenticationToken) authenticated).getToken();
        List<String> roles = token.getClaimAsStringList("roles");
        return new Caller(
                requireNonNull(token.getSubject(), "a token without a subject is not accepted"),
                token.getClaimAsString("customer_number"),
                token.getClaimAsString("agent_id"),
                token.getClaimAsString("agent_name"),
                token.getClaimAsString("tenant"),
                roles == null ? List.of() : List.copyOf(roles));
    }

    /**
     * The partner whom the caller belongs to.
     *
     * @throws RefusedException forbidden, if to none
     */
    public String requiredTenant() {
        if (tenant == null) {
            throw new RefusedException(Refusal.forbidden("The token names no tenant."));
        }
        return tenant;
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
