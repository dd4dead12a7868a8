package io.docket.esim.command.automation;

import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.Iccid;
import io.docket.esim.command.ContinueFulfilment;
import io.docket.esim.command.EsimOrderCommand;
import io.docket.esim.command.FulfilmentStep;
import io.docket.esim.command.RecordAllocation;
import io.docket.esim.command.RecordFulfilment;
import io.docket.esim.command.RecordItemFailure;
import io.docket.esim.command.partner.FunctionCallId;
import io.docket.esim.command.partner.Smdp;
import io.docket.esim.command.partner.SmdpRefusedException;
import io.docket.platform.partner.PartnerUnavailableException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the SM-DP+ make the eSIMs of an order ready, and tells the order what came of it.
 *
 * <p>It can be broken off anywhere and begun again: the order says what is to be done next; every call to the SM-DP+ carries
 * an identifier, and a matching id, made of the order and the item, so that a call that is repeated is done once; and what
 * came of it is told by a command that changes nothing when it comes again.
 */
final class EsimFulfilment {

    private static final Logger LOG = LoggerFactory.getLogger(EsimFulfilment.class);

    private final Smdp smdp;
    private final Commands commands;

    EsimFulfilment(Smdp smdp, Commands commands) {
        this.smdp = smdp;
        this.commands = commands;
    }

    /** Sends a command, and answers its result. */
    interface Commands {

        @Nullable
        Object send(EsimOrderCommand command);
    }

    /**
     * Goes on with an order as far as possible.
     *
     * @return the eSIMs that it waits for, which other orders are making ready; none if it has ended
     * @throws PartnerUnavailableException to be tried again later
     */
    List<Iccid> carryOut(EsimOrderId orderId) {
        while (true) {
            Object step = commands.send(new ContinueFulfilment(orderId));
            if (step instanceof FulfilmentStep.Allocate allocate) {
                commands.send(allocate(orderId, allocate));
            } else if (step instanceof FulfilmentStep.Confirm confirm) {
                commands.send(confirm(orderId, confirm));
            } else {
                return step instanceof FulfilmentStep.Wait wait ? wait.iccids() : List.of();
            }
        }
    }

    /**
     * Has items fail that are not done: the SM-DP+ is not there, or does not do what it should. It is asked to take reserved
     * profiles back, and not again once it has not answered.
     *
     * @return the eSIMs that it waits for, which other orders are making ready; none if it has ended
     */
    List<Iccid> giveUp(EsimOrderId orderId, String reason) {
        boolean answers = true;
        while (true) {
            Object step = commands.send(new ContinueFulfilment(orderId));
            if (step instanceof FulfilmentStep.Allocate allocate) {
                commands.send(new RecordItemFailure(orderId, allocate.item(), reason));
            } else if (step instanceof FulfilmentStep.Confirm confirm) {
                answers = answers && isAnsweredWhenCanceled(orderId, confirm);
                if (!answers) {
                    LOG.warn(
                            "The SM-DP+ does not answer, and keeps the profile of item {} of order {}",
                            confirm.item(),
                            orderId);
                }
                commands.send(new RecordItemFailure(orderId, confirm.item(), reason));
            } else {
                return step instanceof FulfilmentStep.Wait wait ? wait.iccids() : List.of();
            }
        }
    }

    private EsimOrderCommand allocate(EsimOrderId orderId, FulfilmentStep.Allocate step) {
        try {
            Iccid iccid = smdp.downloadOrder(
                    call(orderId, step.item(), "download"),
                    new Smdp.ProfileRequest(step.profileType(), step.iccid(), step.eid()));
            return new RecordAllocation(orderId, step.item(), iccid);
        } catch (SmdpRefusedException refused) {
            return new RecordItemFailure(orderId, step.item(), refused.getMessage());
        }
    }

    private EsimOrderCommand confirm(EsimOrderId orderId, FulfilmentStep.Confirm step) {
        try {
            Smdp.Confirmation confirmation = smdp.confirmOrder(
                    call(orderId, step.item(), "confirm"),
                    step.iccid(),
                    step.eid(),
                    MatchingIds.of(orderId, step.item()));
            return new RecordFulfilment(orderId, step.item(), confirmation.matchingId(), confirmation.smdpAddress());
        } catch (SmdpRefusedException refused) {
            cancel(orderId, step);
            return new RecordItemFailure(orderId, step.item(), refused.getMessage());
        }
    }

    private void cancel(EsimOrderId orderId, FulfilmentStep.Confirm step) {
        try {
            smdp.cancelOrder(call(orderId, step.item(), "cancel"), step.iccid(), step.eid(), null);
        } catch (SmdpRefusedException refused) {
            // Not its words, which may hold what it was sent.
            LOG.warn(
                    "The SM-DP+ does not take the profile of item {} of order {} back: subject {}, reason {}",
                    step.item(),
                    orderId,
                    refused.subjectCode(),
                    refused.reasonCode());
        }
    }

    private boolean isAnsweredWhenCanceled(EsimOrderId orderId, FulfilmentStep.Confirm step) {
        try {
            cancel(orderId, step);
            return true;
        } catch (PartnerUnavailableException outage) {
            return false;
        }
    }

    private static FunctionCallId call(EsimOrderId orderId, int item, String function) {
        return new FunctionCallId(orderId + "-" + item + "-" + function);
    }
}
