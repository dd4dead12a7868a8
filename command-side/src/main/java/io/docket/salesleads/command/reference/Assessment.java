package io.docket.salesleads.command.reference;

import io.docket.salesleads.api.RejectionReason;

/** What becomes of a lead, as far as our offerings go. */
public sealed interface Assessment {

    /**
     * It can be ordered at the communication operator.
     *
     * @param service what the operator calls it
     */
    record Deliverable(String service) implements Assessment {}

    /** It cannot be delivered. */
    record Undeliverable(RejectionReason reason) implements Assessment {}
}
