package io.docket.simulators.smdp;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A profile that was asked for.
 *
 * @param number its place in the order in which profiles were first asked for
 * @param state {@code available}, {@code allocated}, {@code confirmed}, {@code released} or {@code unavailable} (SGP.22,
 *     section 3.1.6)
 * @param calls for each function, how often it was asked for of this profile and how often it took effect
 */
@JsonNaming(KebabCaseStrategy.class)
record Profile(
        long number,
        String iccid,
        @Nullable String profileType,
        String state,
        @Nullable String eid,
        @Nullable String matchingId,
        Map<String, Calls> calls,
        Instant orderedAt) {

    static final String AVAILABLE = "available";
    static final String ALLOCATED = "allocated";
    static final String CONFIRMED = "confirmed";
    static final String RELEASED = "released";
    static final String UNAVAILABLE = "unavailable";

    /** Calls of a function for a profile. */
    record Calls(int asked, int effects) {}

    Profile allocated(@Nullable String forEid) {
        return new Profile(number, iccid, profileType, ALLOCATED, forEid, null, calls, orderedAt);
    }

    Profile confirmed(String newState, @Nullable String forEid, String newMatchingId) {
        return new Profile(
                number, iccid, profileType, newState, forEid == null ? eid : forEid, newMatchingId, calls, orderedAt);
    }

    Profile released() {
        return new Profile(number, iccid, profileType, RELEASED, eid, matchingId, calls, orderedAt);
    }

    Profile givenBack(String newState) {
        return new Profile(number, iccid, profileType, newState, null, null, calls, orderedAt);
    }

    Profile called(String function, boolean effective) {
        Calls before = calls.getOrDefault(function, new Calls(0, 0));
        var more = new java.util.TreeMap<>(calls);
        more.put(function, new Calls(before.asked + 1, before.effects + (effective ? 1 : 0)));
        return new Profile(number, iccid, profileType, state, eid, matchingId, more, orderedAt);
    }
}
