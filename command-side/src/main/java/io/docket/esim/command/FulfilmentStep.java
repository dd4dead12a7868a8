package io.docket.esim.command;

import io.docket.esim.api.Iccid;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the SM-DP+ has to do next for an order. */
public sealed interface FulfilmentStep {

    /** Nothing: the order has ended. */
    record Ended() implements FulfilmentStep {}

    /** Nothing now: other orders are making the same eSIMs ready. */
    record Wait(List<Iccid> iccids) implements FulfilmentStep {}

    /** To reserve a profile, of a type or with an ICCID. */
    record Allocate(
            int item,
            @Nullable String profileType,
            @Nullable Iccid iccid,
            @Nullable String eid) implements FulfilmentStep {}

    /** To make a reserved profile ready for download. */
    record Confirm(int item, Iccid iccid, @Nullable String eid) implements FulfilmentStep {}
}
