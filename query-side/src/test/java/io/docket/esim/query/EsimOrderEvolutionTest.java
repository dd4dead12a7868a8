package io.docket.esim.query;

import static io.docket.esim.query.EsimOrders.BULK;
import static io.docket.esim.query.EsimOrders.CUSTOMER;
import static io.docket.esim.query.EsimOrders.FIRST_BLANK;
import static io.docket.esim.query.EsimOrders.ICCID;
import static io.docket.esim.query.EsimOrders.ID;
import static io.docket.esim.query.EsimOrders.NEW_ESIM;
import static io.docket.esim.query.EsimOrders.ORDERED_AT;
import static io.docket.esim.query.EsimOrders.SECOND_BLANK;
import static io.docket.esim.query.EsimOrders.TOP_UP;
import static io.docket.esim.query.EsimOrders.after;
import static io.docket.esim.query.EsimOrders.subscriptionId;
import static org.assertj.core.api.Assertions.assertThat;

import io.docket.esim.api.EsimOrderStatus;
import io.docket.esim.api.event.order.EsimOrderCompleted;
import io.docket.esim.api.event.order.EsimOrderFailed;
import io.docket.esim.api.event.order.FulfilmentStarted;
import io.docket.esim.api.event.order.ItemAllocated;
import io.docket.esim.api.event.order.ItemFailed;
import io.docket.esim.api.event.order.ItemFulfilled;
import java.util.List;
import org.junit.jupiter.api.Test;

class EsimOrderEvolutionTest {

    private static final FulfilmentStarted STARTED = new FulfilmentStarted(ID);
    private static final EsimOrderCompleted COMPLETED = new EsimOrderCompleted(ID);

    @Test
    void anOrderIsAcceptedWithItsItems() {
        assertThat(after(NEW_ESIM))
                .isEqualTo(new EsimOrderView(
                        ID,
                        0,
                        EsimOperation.NEW_ESIM,
                        "acme",
                        CUSTOMER,
                        EsimOrderStatus.ACCEPTED,
                        ORDERED_AT,
                        ORDERED_AT,
                        List.of(new EsimItemView(
                                1, EsimOrderStatus.ACCEPTED, null, null, null, List.of(subscriptionId(1)), null)),
                        null));
        assertThat(after(TOP_UP).operation()).isEqualTo(EsimOperation.TOPUP);
        assertThat(after(TOP_UP).items()).extracting(EsimItemView::iccid).containsExactly(ICCID);
        assertThat(after(BULK).operation()).isEqualTo(EsimOperation.BULK_ACTIVATION);
        assertThat(after(BULK).items())
                .extracting(EsimItemView::subscriptionIds)
                .containsExactly(List.of(subscriptionId(1), subscriptionId(2)), List.of(subscriptionId(3)));
    }

    @Test
    void anOrderIsUnderWayFromItsStart() {
        EsimOrderView started = after(NEW_ESIM, STARTED);

        assertThat(started.status()).isEqualTo(EsimOrderStatus.FULFILLING);
        assertThat(started.statusAt()).isEqualTo(ORDERED_AT.plusSeconds(1));
        assertThat(started.createdAt()).isEqualTo(ORDERED_AT);
        assertThat(started.version()).isEqualTo(1);
        assertThat(started.items()).isEqualTo(after(NEW_ESIM).items());
    }

    @Test
    void anItemGetsItsProfileAndThenItsActivationCode() {
        EsimOrderView allocated = after(NEW_ESIM, STARTED, new ItemAllocated(ID, 1, ICCID));
        assertThat(allocated.status()).isEqualTo(EsimOrderStatus.FULFILLING);
        assertThat(allocated.items())
                .containsExactly(new EsimItemView(
                        1, EsimOrderStatus.FULFILLING, ICCID, null, null, List.of(subscriptionId(1)), null));

        EsimOrderView completed = after(
                NEW_ESIM,
                STARTED,
                new ItemAllocated(ID, 1, ICCID),
                new ItemFulfilled(ID, 1, ICCID, "4D1F", "rsp.docket.example"),
                COMPLETED);
        assertThat(completed.status()).isEqualTo(EsimOrderStatus.COMPLETED);
        assertThat(completed.statusAt()).isEqualTo(ORDERED_AT.plusSeconds(4));
        assertThat(completed.items())
                .containsExactly(new EsimItemView(
                        1,
                        EsimOrderStatus.COMPLETED,
                        ICCID,
                        "4D1F",
                        "rsp.docket.example",
                        List.of(subscriptionId(1)),
                        null));
    }

    @Test
    void theItemsOfABulkActivationEndEachForItself() {
        EsimOrderView failed = after(
                BULK,
                STARTED,
                new ItemAllocated(ID, 2, SECOND_BLANK),
                new ItemFailed(ID, 2, "The profile is in use"),
                new ItemFulfilled(ID, 1, FIRST_BLANK, "4D1F", "rsp.docket.example"),
                new EsimOrderFailed(ID, "1 of 2 eSIMs could not be made ready."));

        assertThat(failed.status()).isEqualTo(EsimOrderStatus.FAILED);
        assertThat(failed.error()).isEqualTo("1 of 2 eSIMs could not be made ready.");
        assertThat(failed.items())
                .containsExactly(
                        new EsimItemView(
                                1,
                                EsimOrderStatus.COMPLETED,
                                FIRST_BLANK,
                                "4D1F",
                                "rsp.docket.example",
                                List.of(subscriptionId(1), subscriptionId(2)),
                                null),
                        new EsimItemView(
                                2,
                                EsimOrderStatus.FAILED,
                                SECOND_BLANK,
                                null,
                                null,
                                List.of(subscriptionId(3)),
                                "The profile is in use"));
    }
}
