package io.docket.platform.commands;

import io.docket.common.api.Refusal;
import io.docket.platform.correlation.Correlation;
import io.docket.platform.errors.RefusedException;
import io.docket.platform.security.Caller;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;

/**
 * What a command carries beside its payload: who sends it, whom the sender may act for, and which version of the
 * aggregate it builds on. Aggregates check the last two here.
 */
public final class CommandMetaData {

    private static final String CUSTOMER_NUMBER = "customer-number";
    private static final String IF_MATCH = "if-match";

    /** In place of a customer: no customer has this number. */
    private static final String NOBODY = "";

    private CommandMetaData() {}

    static MetaData of(Caller caller, @Nullable String ifMatch) {
        Map<String, Object> values = new HashMap<>();
        values.put(Correlation.ID, Correlation.currentId());
        values.put(Correlation.ACTOR, caller.id());
        putIfKnown(values, Correlation.CLIENT, caller.client());
        putIfKnown(values, Correlation.AGENT_ID, caller.agentId());
        putIfKnown(values, Correlation.AGENT_NAME, caller.agentName());
        putIfKnown(values, CUSTOMER_NUMBER, caller.actsForSomebody() ? caller.customerNumber() : NOBODY);
        putIfKnown(values, IF_MATCH, ifMatch);
        return MetaData.from(values);
    }

    private static void putIfKnown(Map<String, Object> values, String key, @Nullable String value) {
        if (value != null) {
            values.put(key, value);
        }
    }

    /**
     * Lets only those on who may act for the aggregate's customer; for others it does not exist.
     *
     * @throws RefusedException not found
     */
    public static void requireActingFor(String customer, MetaData command) {
        if (!actsFor(customer, command)) {
            throw new RefusedException(Refusal.notFound());
        }
    }

    /** Whether the sender of a command acts for one customer alone, as that customer's own token does. */
    public static boolean isRestricted(MetaData command) {
        return command.containsKey(CUSTOMER_NUMBER);
    }

    /** Whether the sender of a command may act for a customer. */
    public static boolean actsFor(String customer, MetaData command) {
        Object restriction = command.get(CUSTOMER_NUMBER);
        return restriction == null || restriction.equals(customer);
    }

    /**
     * Lets only commands on that build on the aggregate's present version, or on any (RFC 9110, section 13.1.1).
     *
     * @param version the sequence number of the aggregate's last event
     * @throws RefusedException precondition failed
     */
    public static void requireMatching(long version, MetaData command) {
        Object ifMatch = command.get(IF_MATCH);
        if (ifMatch == null || ifMatch.equals("*")) {
            return;
        }
        String present = "\"" + version + "\"";
        boolean matches = Arrays.stream(ifMatch.toString().split(",", -1))
                .anyMatch(tag -> tag.strip().equals(present));
        if (!matches) {
            throw new RefusedException(Refusal.preconditionFailed());
        }
    }
}
