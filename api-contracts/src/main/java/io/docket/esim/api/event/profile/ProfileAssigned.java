package io.docket.esim.api.event.profile;

import io.docket.common.api.EventType;
import io.docket.common.api.PersonId;
import io.docket.common.api.PersonKind;
import io.docket.esim.api.EsimCustomerId;
import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.Iccid;

/** An eSIM was given to a customer; the order is the one that makes it ready. */
@EventType("docket.esim-profile.profile-assigned")
public record ProfileAssigned(
        Iccid iccid,
        String tenant,
        @PersonId(PersonKind.ESIM_CUSTOMER) EsimCustomerId customerId,
        EsimOrderId orderId) implements EsimProfileEvent {}
