package io.docket.esim.query;

import static io.docket.esim.query.EsimOrders.ICCID;
import static io.docket.esim.query.EsimOrders.ID;
import static io.docket.esim.query.EsimOrders.NEW_ESIM;
import static io.docket.esim.query.EsimOrders.ORDERED_AT;
import static org.assertj.core.api.Assertions.assertThat;

import io.docket.common.api.Paging;
import io.docket.common.api.Version;
import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.EsimOrderStatus;
import io.docket.esim.api.event.order.EsimOrderCompleted;
import io.docket.esim.api.event.order.FulfilmentStarted;
import io.docket.esim.api.event.order.ItemAllocated;
import io.docket.esim.api.event.order.ItemFulfilled;
import io.docket.platform.testing.RunningProjection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EsimOrderProjectionIntegrationTest extends RunningProjection {

    private static final EsimOrderId NONE = new EsimOrderId(new UUID(0, 1));
    private static final Paging ALL = by("version-num", true);

    EsimOrderProjectionIntegrationTest() {
        super(EsimOrderProjection.class, EsimOrderProjection.NAME, "esim_order_history");
    }

    @Override
    protected void given() {
        application()
                .publish(
                        "EsimOrder",
                        ID.toString(),
                        0,
                        ORDERED_AT,
                        NEW_ESIM,
                        new FulfilmentStarted(ID),
                        new ItemAllocated(ID, 1, ICCID),
                        new ItemFulfilled(ID, 1, ICCID, "4D1F", "rsp.docket.example"),
                        new EsimOrderCompleted(ID));
    }

    private Optional<EsimOrderView> find(EsimOrderId orderId) {
        return application().find(new FindEsimOrder(orderId), EsimOrderView.class);
    }

    private List<Version<EsimOrderView>> history(Paging paging) {
        long last = find(ID).orElseThrow().version();
        return application()
                .ask(new FindEsimOrderHistory(ID, last, paging), EsimOrderHistory.class)
                .versions()
                .items();
    }

    @Override
    protected Object everything() {
        return List.of(find(ID), history(ALL));
    }

    @Test
    void anOrderIsFoundAsItStands() {
        assertThat(find(ID)).hasValueSatisfying(order -> {
            assertThat(order.status()).isEqualTo(EsimOrderStatus.COMPLETED);
            assertThat(order.version()).isEqualTo(4);
            assertThat(order.items())
                    .extracting(EsimItemView::activationCode)
                    .containsExactly("LPA:1$rsp.docket.example$4D1F");
        });
        assertThat(find(NONE)).isEmpty();
    }

    @Test
    void theHistoryHasAVersionForEachEvent() {
        assertThat(history(ALL))
                .extracting(Version::change)
                .containsExactly(
                        "new-esim-ordered",
                        "fulfilment-started",
                        "item-allocated",
                        "item-fulfilled",
                        "esim-order-completed");
        assertThat(history(ALL))
                .extracting(version -> version.view().status())
                .containsExactly(
                        EsimOrderStatus.ACCEPTED,
                        EsimOrderStatus.FULFILLING,
                        EsimOrderStatus.FULFILLING,
                        EsimOrderStatus.FULFILLING,
                        EsimOrderStatus.COMPLETED);
        assertThat(history(new Paging(2, 2, "version-num", false)))
                .extracting(Version::change)
                .containsExactly("item-allocated", "fulfilment-started");
    }
}
