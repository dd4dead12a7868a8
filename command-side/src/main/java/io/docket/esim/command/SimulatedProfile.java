package io.docket.esim.command;

import io.docket.esim.api.Iccid;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A profile that the simulated SM-DP+ was asked for.
 *
 * @param number its place in the order in which profiles were first asked for; numbers may be missing
 * @param profileType its type; {@code null} if it was asked for by its ICCID
 * @param eid the eUICC that it is for
 * @param calls how often each function was called for it
 * @param orderedAt when it was first asked for
 */
record SimulatedProfile(
        long number,
        Iccid iccid,
        @Nullable String profileType,
        State state,
        @Nullable String eid,
        @Nullable String matchingId,
        Map<SmdpFunction, Calls> calls,
        Instant orderedAt) {

    Calls calls(SmdpFunction function) {
        return calls.getOrDefault(function, Calls.NONE);
    }

    /**
     * How often a function was called for a profile.
     *
     * @param asked how many times it was asked for
     * @param effects how many times it changed the profile
     */
    record Calls(int asked, int effects) {

        static final Calls NONE = new Calls(0, 0);
    }

    /** The states of SGP.22, section 3.1.6, that a profile has before its download. */
    enum State {
        AVAILABLE("available"),
        ALLOCATED("allocated"),
        RELEASED("released");

        private final String literal;

        State(String literal) {
            this.literal = literal;
        }

        String literal() {
            return literal;
        }

        static State of(String literal) {
            return Arrays.stream(values())
                    .filter(state -> state.literal.equals(literal))
                    .findAny()
                    .orElseThrow(() -> new IllegalArgumentException("Not a state of a profile: " + literal));
        }
    }
}
