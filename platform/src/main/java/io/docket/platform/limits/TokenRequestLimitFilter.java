package io.docket.platform.limits;

import io.docket.platform.errors.Errors;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Limits how often tokens are asked for, and so how fast secrets can be guessed: from an address, and in the name of a
 * client, whether it exists or not. Stands before anything of the request is believed.
 */
public final class TokenRequestLimitFilter extends OncePerRequestFilter {

    private static final String BASIC = "Basic ";

    /** An IPv6 client has all addresses of its network. */
    private static final int NETWORK_BYTES = 8;

    private final Quota ofAddresses;
    private final Quota ofClients;
    private final Errors errors;

    public TokenRequestLimitFilter(UsageLimits limits, Errors errors) {
        this.ofAddresses = new Quota(limits.tokensPerMinuteAndAddress());
        this.ofClients = new Quota(limits.tokensPerMinute());
        this.errors = errors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Duration wait = ofAddresses.take(network(request.getRemoteAddr()));
        if (wait.isZero()) {
            wait = clientId(request).map(ofClients::take).orElse(Duration.ZERO);
        }
        if (wait.isZero()) {
            chain.doFilter(request, response);
        } else {
            TooManyRequests.answer(request, response, errors, wait);
        }
    }

    private static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            byte[] octets = InetAddress.getByName(address).getAddress();
            return HexFormat.of().formatHex(octets, 0, Math.min(NETWORK_BYTES, octets.length));
        } catch (UnknownHostException e) {
            return address;
        }
    }

    private static Optional<String> clientId(HttpServletRequest request) {
        String credentials = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (credentials == null || !credentials.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
        try {
            String decoded = new String(
                    Base64.getDecoder().decode(credentials.substring(BASIC.length())), StandardCharsets.UTF_8);
            int colon = decoded.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(decoded.substring(0, colon));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
