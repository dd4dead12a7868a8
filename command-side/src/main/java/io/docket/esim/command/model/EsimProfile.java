package io.docket.esim.command.model;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.docket.esim.api.DownloadProgress;
import io.docket.esim.api.EsimCustomerId;
import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.EsimSubscription;
import io.docket.esim.api.Iccid;
import io.docket.esim.api.event.profile.ProfileAssigned;
import io.docket.esim.api.event.profile.ProfileCanceled;
import io.docket.esim.api.event.profile.ProfileDownloadProgressed;
import io.docket.esim.api.event.profile.ProfileReleased;
import io.docket.esim.api.event.profile.SubscriptionAdded;
import io.docket.esim.api.event.profile.SubscriptionWithdrawn;
import io.docket.esim.command.RecordDownloadProgress;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/**
 * An eSIM: whose it is, whether it is ready for download, and its data plans. It sees to it that it has not too many of
 * them, and that one order only makes it ready. It comes into being when it is given to a customer.
 */
@Aggregate(type = "EsimProfile")
class EsimProfile {

    static final int MAX_ACTIVE_SUBSCRIPTIONS = 15;

    @AggregateIdentifier
    private Iccid iccid;

    private @Nullable String tenant;

    /** {@code null} if it is nobody's. */
    private @Nullable EsimCustomerId customerId;

    /** The order that makes it ready for download, or has. */
    private @Nullable EsimOrderId madeReadyBy;

    /** {@code null} until it is ready. */
    private @Nullable String smdpAddress;

    private final Map<String, Held> subscriptions = new LinkedHashMap<>();
    private final Set<DownloadProgress> progress = new HashSet<>();

    private record Held(EsimOrderId orderId, EsimSubscription subscription) {}

    /** For the framework, which then replays the eSIM's events, if there are any. */
    @SuppressWarnings("NullAway.Init")
    EsimProfile() {}

    boolean isFree() {
        return customerId == null;
    }

    /** Whether it is, or was, a customer's of the tenant. */
    boolean isOf(String asked) {
        return asked.equals(tenant);
    }

    boolean belongsTo(EsimCustomerId asked) {
        return asked.equals(customerId);
    }

    boolean isBeingMadeReady() {
        return madeReadyBy != null && smdpAddress == null;
    }

    boolean isMadeReadyBy(EsimOrderId orderId) {
        return orderId.equals(madeReadyBy);
    }

    /** Where the device downloads it; {@code null} until it is ready. */
    @Nullable
    String smdpAddress() {
        return smdpAddress;
    }

    void assign(Iccid number, String tenant, EsimCustomerId toCustomer, EsimOrderId orderId) {
        apply(new ProfileAssigned(number, tenant, toCustomer, orderId));
    }

    /** Whether it would not have too many active data plans with this many more. */
    boolean hasRoomFor(int more, Instant now) {
        long active = subscriptions.values().stream()
                .filter(held -> held.subscription().isActive(now))
                .count();
        return active + more <= MAX_ACTIVE_SUBSCRIPTIONS;
    }

    void add(EsimOrderId orderId, List<EsimSubscription> added) {
        added.forEach(subscription -> apply(new SubscriptionAdded(iccid, orderId, subscription)));
    }

    void release(EsimOrderId orderId, String matchingId, String address) {
        apply(new ProfileReleased(iccid, orderId, matchingId, address));
    }

    /** Takes back what an order gave. */
    void withdraw(EsimOrderId orderId) {
        List<String> withdrawn = subscriptions.entrySet().stream()
                .filter(held -> held.getValue().orderId().equals(orderId))
                .map(Map.Entry::getKey)
                .toList();
        withdrawn.forEach(subscriptionId -> apply(new SubscriptionWithdrawn(iccid, orderId, subscriptionId)));
        if (orderId.equals(madeReadyBy) && smdpAddress == null) {
            apply(new ProfileCanceled(iccid, orderId));
        }
    }

    /** Notes a step of the download; one that is told again changes nothing. */
    @CommandHandler
    void handle(RecordDownloadProgress command) {
        if (!progress.contains(command.progress())) {
            apply(new ProfileDownloadProgressed(iccid, command.progress()));
        }
    }

    @EventSourcingHandler
    void on(ProfileAssigned event) {
        tenant = event.tenant();
        iccid = event.iccid();
        customerId = event.customerId();
        madeReadyBy = event.orderId();
        smdpAddress = null;
    }

    @EventSourcingHandler
    void on(SubscriptionAdded event) {
        subscriptions.put(event.subscription().subscriptionId(), new Held(event.orderId(), event.subscription()));
    }

    @EventSourcingHandler
    void on(SubscriptionWithdrawn event) {
        subscriptions.remove(event.subscriptionId());
    }

    @EventSourcingHandler
    void on(ProfileReleased event) {
        smdpAddress = event.smdpAddress();
    }

    @EventSourcingHandler
    void on(ProfileCanceled event) {
        customerId = null;
        madeReadyBy = null;
    }

    @EventSourcingHandler
    void on(ProfileDownloadProgressed event) {
        progress.add(event.progress());
    }
}
