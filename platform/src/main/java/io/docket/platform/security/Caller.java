package io.docket.platform.security;

import static java.util.Objects.requireNonNull;

import io.docket.common.api.Refusal;
import io.docket.platform.errors.RefusedException;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.util.StringUtils;

/**
 * Who sends a request, as the token says. Endpoints take it as a parameter.
 *
 * @param id the client or user: the token's subject
 * @param client the client that the token was issued to, if the token names it
 * @param customerNumber the one customer whom the caller acts for; {@code null} if for all, or for none
 * @param allCustomers whether the caller acts for any customer; where it names one as well, for that one alone
 * @param agentId the id of the person who acts, if the token names one
 * @param agentName the name of that person
 * @param tenant the partner whom the caller belongs to; {@code null} if to none
 * @param roles what the caller is with that partner
 */
public record Caller(
        String id,
        @Nullable String client,
        @Nullable String customerNumber,
        boolean allCustomers,
        @Nullable String agentId,
        @Nullable String agentName,
        @Nullable String tenant,
        List<String> roles) {

    private static final String ALL_CUSTOMERS = "SCOPE_customers.all";

    /**
     * The caller of a request.
     *
     * @param authenticated its principal; it has a valid token
     */
    public static Caller of(Principal authenticated) {
        var authentication = (JwtAuthenticationToken) authenticated;
        Jwt token = authentication.getToken();
        List<String> roles = token.getClaimAsStringList("roles");
        String customerNumber = token.getClaimAsString("customer_number");
        return new Caller(
                requireNonNull(token.getSubject(), "a token without a subject is not accepted"),
                clientOf(token),
                StringUtils.hasText(customerNumber) ? customerNumber : null,
                authentication.getAuthorities().stream()
                        .anyMatch(authority -> ALL_CUSTOMERS.equals(authority.getAuthority())),
                token.getClaimAsString("agent_id"),
                token.getClaimAsString("agent_name"),
                token.getClaimAsString("tenant"),
                roles == null ? List.of() : List.copyOf(roles));
    }

    /** The client that a token was issued to, as the two names of the claim have it that issuers use. */
    static @Nullable String clientOf(Jwt token) {
        String client = token.getClaimAsString("client_id");
        return client == null ? token.getClaimAsString("azp") : client;
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
        if (asked == null && isRestricted()) {
            return customerNumber;
        }
        if (asked == null ? !allCustomers : !actsFor(asked)) {
            throw new RefusedException(Refusal.forbidden("The token does not allow to act for this customer."));
        }
        return asked;
    }

    /** Whether the caller may act for this customer. */
    public boolean actsFor(String customer) {
        return isRestricted() ? customer.equals(customerNumber) : allCustomers;
    }

    /** Whether the caller acts for one customer alone, as that customer's own token does. */
    public boolean isRestricted() {
        return customerNumber != null;
    }

    /** Whether there is any customer whom the caller may act for. */
    public boolean actsForSomebody() {
        return isRestricted() || allCustomers;
    }
}
