package io.docket.platform.refusals;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who was refused what, and by which rule. Equal ones within a while are counted together.
 *
 * @param client the client, which is known to be one
 * @param actor the subject of its token; {@code null} if it had none
 * @param agentId the person whom the token names, if it names one
 * @param customer the customer whom the token acts for, if it is one
 * @param operation the name of what was asked for, as the contract has it
 * @param target its method and path, without the values in it
 * @param objectId what it was asked for of, if the path names something that can be an id
 * @param status the HTTP status of the answer
 * @param rule the stable literal of the rule; where there is none, of the status
 */
public record RefusedRequest(
        String client,
        @Nullable String actor,
        @Nullable String agentId,
        @Nullable String customer,
        String operation,
        String target,
        @Nullable String objectId,
        int status,
        String rule) {

    private static final int MAX_LENGTH = 255;

    public RefusedRequest {
        client = writable(client);
        actor = actor == null ? null : writable(actor);
        agentId = agentId == null ? null : writable(agentId);
        customer = customer == null ? null : writable(customer);
    }

    /** What an issuer puts into a token can be anything; every database takes this. */
    private static String writable(String text) {
        String cut = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text;
        return cut.codePoints()
                .map(point -> point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)
                        ? '?'
                        : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** The same without saying for whom and of what. */
    RefusedRequest inGeneral() {
        return new RefusedRequest(client, null, null, null, operation, target, null, status, rule);
    }

    /** What all processes call it that count it, if it is counted from that time on. */
    String idFrom(Instant since) {
        String all = Stream.<@Nullable Object>of(
                        since, client, actor, agentId, customer, target, objectId, status, rule)
                .map(part -> part == null ? "-" : "+" + part)
                .collect(Collectors.joining("\n"));
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
