package io.docket.esim.api.event.profile;

import io.docket.esim.api.Iccid;

/** What can have happened to an eSIM. */
public sealed interface EsimProfileEvent
        permits ProfileAssigned,
                SubscriptionAdded,
                SubscriptionWithdrawn,
                ProfileReleased,
                ProfileCanceled,
                ProfileDownloadProgressed {

    /** The eSIM. */
    Iccid iccid();
}
