package io.docket.esim.command.model;

import io.docket.esim.api.EsimOrderDetails;
import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.EsimOrderItem;
import io.docket.esim.api.Iccid;
import io.docket.esim.command.ContinueFulfilment;
import io.docket.esim.command.FulfilmentStep;
import io.docket.esim.command.RecordAllocation;
import io.docket.esim.command.RecordFulfilment;
import io.docket.esim.command.RecordItemFailure;
import io.docket.platform.partner.PartnerUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.Repository;
import org.springframework.stereotype.Component;

/**
 * Says what is to be done next for an eSIM order, and takes in what came of it.
 *
 * <p>This stands outside of the aggregates because whatever happens to an item happens to its eSIM, too. The events of both
 * are appended together, or not at all. The order is taken first, then the eSIMs by their numbers.
 */
@Component
class FulfilmentOfEsimOrders {

    private static final String ANOTHER_PROFILE = "The SM-DP+ has reserved a profile that is in use.";
    private static final String ANOTHER_CUSTOMER = "The eSIM has become another customer's.";

    private final Repository<EsimOrder> orders;
    private final Repository<EsimProfile> profiles;

    FulfilmentOfEsimOrders(Repository<EsimOrder> orders, Repository<EsimProfile> profiles) {
        this.orders = orders;
        this.profiles = profiles;
    }

    @CommandHandler
    FulfilmentStep handle(ContinueFulfilment command) throws Exception {
        Aggregate<EsimOrder> order = orders.load(command.orderId().toString());
        if (!order.invoke(EsimOrder::start)) {
            return new FulfilmentStep.Ended();
        }
        List<Iccid> awaited = new ArrayList<>();
        for (EsimOrderItem item : order.invoke(EsimOrder::openItems)) {
            Optional<FulfilmentStep> step = next(command.orderId(), order, item);
            if (step.isPresent() && step.get() instanceof FulfilmentStep.Wait wait) {
                awaited.addAll(wait.iccids());
            } else if (step.isPresent()) {
                return step.get();
            }
        }
        return awaited.isEmpty() ? new FulfilmentStep.Ended() : new FulfilmentStep.Wait(awaited);
    }

    /** What the SM-DP+ has to do for an item; nothing if it is done without. */
    private Optional<FulfilmentStep> next(EsimOrderId orderId, Aggregate<EsimOrder> order, EsimOrderItem item) {
        EsimOrderDetails details = order.invoke(EsimOrder::details);
        String eid = details.device().eid();
        Optional<Iccid> allocated = order.invoke(found -> found.allocated(item.number()));
        if (allocated.isPresent()) {
            return Optional.of(new FulfilmentStep.Confirm(item.number(), allocated.get(), eid));
        }
        Iccid iccid = item.iccid();
        if (iccid == null) {
            return Optional.of(new FulfilmentStep.Allocate(item.number(), item.profileType(), null, eid));
        }
        Aggregate<EsimProfile> profile = profiles.load(iccid.toString());
        if (profile.invoke(EsimProfile::isFree)) {
            // The order that was to make it ready has failed.
            profile.execute(found -> found.assign(iccid, details.tenant(), details.customerId(), orderId));
        }
        if (!profile.invoke(found -> found.belongsTo(details.customerId()))) {
            fail(orderId, order, item, ANOTHER_CUSTOMER);
            return Optional.empty();
        }
        String smdpAddress = profile.invoke(found -> Optional.ofNullable(found.smdpAddress()))
                .orElse(null);
        if (smdpAddress != null) {
            order.execute(found -> found.fulfil(item.number(), iccid, null, smdpAddress));
            return Optional.empty();
        }
        return Optional.of(
                profile.invoke(found -> found.isMadeReadyBy(orderId))
                        ? new FulfilmentStep.Allocate(item.number(), null, iccid, eid)
                        : new FulfilmentStep.Wait(List.of(iccid)));
    }

    @CommandHandler
    void handle(RecordAllocation command) throws Exception {
        Aggregate<EsimOrder> order = orders.load(command.orderId().toString());
        EsimOrderItem item =
                order.invoke(found -> found.openItem(command.item())).orElse(null);
        if (item == null
                || order.invoke(found -> found.allocated(command.item())).isPresent()) {
            return;
        }
        boolean isUsable =
                item.iccid() == null ? take(command, order, item) : item.iccid().equals(command.iccid());
        if (isUsable) {
            order.execute(found -> found.allocate(command.item(), command.iccid()));
        } else {
            fail(command.orderId(), order, item, ANOTHER_PROFILE);
        }
    }

    /** Gives a new eSIM to the customer, if it is nobody's. */
    private boolean take(RecordAllocation command, Aggregate<EsimOrder> order, EsimOrderItem item) throws Exception {
        EsimOrderDetails details = order.invoke(EsimOrder::details);
        return profiles.loadOrCreate(command.iccid().toString(), EsimProfile::new)
                .invoke(profile -> {
                    if (profile.isBeingMadeReady()) {
                        // By an order that has given it back to the SM-DP+ and is about to say so.
                        throw new PartnerUnavailableException("The SM-DP+ has reserved a profile that is not free yet");
                    }
                    if (!profile.isFree()) {
                        return false;
                    }
                    profile.assign(command.iccid(), details.tenant(), details.customerId(), command.orderId());
                    profile.add(command.orderId(), item.subscriptions());
                    return true;
                });
    }

    @CommandHandler
    void handle(RecordFulfilment command) {
        Aggregate<EsimOrder> order = orders.load(command.orderId().toString());
        Iccid iccid = order.invoke(
                        found -> found.openItem(command.item()).flatMap(item -> found.allocated(item.number())))
                .orElse(null);
        if (iccid == null) {
            return;
        }
        profiles.load(iccid.toString())
                .execute(profile -> profile.release(command.orderId(), command.matchingId(), command.smdpAddress()));
        order.execute(found -> found.fulfil(command.item(), iccid, command.matchingId(), command.smdpAddress()));
    }

    @CommandHandler
    void handle(RecordItemFailure command) {
        Aggregate<EsimOrder> order = orders.load(command.orderId().toString());
        order.invoke(found -> found.openItem(command.item()))
                .ifPresent(item -> fail(command.orderId(), order, item, command.error()));
    }

    private void fail(EsimOrderId orderId, Aggregate<EsimOrder> order, EsimOrderItem item, String error) {
        order.invoke(found -> found.allocated(item.number()))
                .or(() -> Optional.ofNullable(item.iccid()))
                .ifPresent(iccid -> profiles.load(iccid.toString()).execute(profile -> profile.withdraw(orderId)));
        order.execute(found -> found.fail(item.number(), error));
    }
}
