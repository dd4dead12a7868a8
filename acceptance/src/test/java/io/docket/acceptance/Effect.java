package io.docket.acceptance;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The events that a deed leads to, if it is done once, and wholly.
 *
 * @param once those that there are
 * @param oneOf of which there is one
 * @param atMostOnce those that there may be
 */
record Effect(Set<String> once, Set<String> oneOf, Set<String> atMostOnce) {

    private static final Set<String> PLACED =
            Set.of("card-order-requested", "card-order-opened", "order-approved", "card-order-closed");

    /** An order that was overtaken by the report of a loss may yet be carried out, until its answer is known. */
    static final String GIVEN_UP = "card-order-given-up";

    static final String ANSWERED_LATE = "card-order-answered-late";

    private static final Map<Deed.Kind, Effect> EFFECTS = Map.of(
            Deed.Kind.COMPLAINT,
            onlyThese("complaint-registered"),
            Deed.Kind.ATTACHMENT,
            onlyThese("attachment-added"),
            Deed.Kind.RESOLUTION,
            onlyThese("resolution-changed"),
            Deed.Kind.BLOCKADE,
            new Effect(
                    union(PLACED, Set.of("processing-started", "processing-succeeded", "card-suspended")),
                    Set.of(),
                    Set.of("card-registered")),
            Deed.Kind.TERMINATION,
            new Effect(
                    union(PLACED, Set.of("processing-started", "processing-succeeded", "card-terminated")),
                    Set.of(),
                    Set.of()),
            Deed.Kind.DEBLOCKADE,
            new Effect(
                    PLACED,
                    Set.of("processing-succeeded", "order-rejected"),
                    Set.of("card-registered", "processing-started", "card-activated", GIVEN_UP, ANSWERED_LATE)),
            Deed.Kind.LOSS,
            new Effect(
                    Set.of("card-order-requested", "card-order-opened", "card-reported-lost"),
                    Set.of(),
                    Set.of("card-suspended")),
            Deed.Kind.ESIM,
            new Effect(
                    Set.of(
                            "new-esim-ordered",
                            "fulfilment-started",
                            "item-allocated",
                            "item-fulfilled",
                            "profile-assigned",
                            "subscription-added",
                            "profile-released",
                            "esim-order-completed"),
                    Set.of(),
                    Set.of("esim-customer-registered")),
            Deed.Kind.LEAD,
            onlyThese("sales-lead-received", "sales-lead-accepted", "sales-lead-sent-to-co", "sales-lead-activated"));

    static Effect of(Deed.Kind kind) {
        return requireNonNull(EFFECTS.get(kind));
    }

    private static Effect onlyThese(String... types) {
        return new Effect(Set.of(types), Set.of(), Set.of());
    }

    private static Set<String> union(Set<String> some, Set<String> more) {
        Set<String> all = new HashSet<>(some);
        all.addAll(more);
        return all;
    }

    /** Whether the answer that acknowledges it knows the last event of all. */
    boolean isOneEvent() {
        return once.size() == 1 && oneOf.isEmpty() && atMostOnce.isEmpty();
    }

    /** What is wrong with the events that there are; nothing if they are right. */
    List<String> faults(List<String> events) {
        List<String> faults = new ArrayList<>();
        for (String type : once) {
            long count = count(events, Set.of(type));
            if (count != 1) {
                faults.add(count + " times " + type);
            }
        }
        if (!oneOf.isEmpty() && count(events, oneOf) != 1) {
            faults.add(count(events, oneOf) + " of " + oneOf);
        }
        for (String type : atMostOnce) {
            long count = count(events, Set.of(type));
            if (count > 1) {
                faults.add(count + " times " + type);
            }
        }
        Set<String> known = union(once, union(oneOf, atMostOnce));
        events.stream()
                .filter(type -> !known.contains(type))
                .distinct()
                .forEach(type -> faults.add("unexpected " + type));
        return faults;
    }

    private static long count(List<String> events, Set<String> types) {
        return events.stream().filter(types::contains).count();
    }
}
