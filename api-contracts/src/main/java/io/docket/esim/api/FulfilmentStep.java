package io.docket.esim.api;

import org.jspecify.annotations.Nullable;

/** What the SM-DP+ has to do next for an order. */
public sealed interface FulfilmentStep {

    /** Nothing: the order has ended. */
    record Ended() implements FulfilmentStep {}

    /** Nothing now: another order is making the same eSIM ready. */
    record Wait() implements FulfilmentStep {}

    /** To reserve a profile, of a type or with an ICCID. */
    record Allocate(
            int item,
            @Nullable String profileType,
            @Nullable Iccid iccid,
            @Nullable String eid) implements FulfilmentStep {}

    /** To make a reserved profile ready for download. */
    record Confirm(int item, Iccid iccid, @Nullable String eid) implements FulfilmentStep {}
}
