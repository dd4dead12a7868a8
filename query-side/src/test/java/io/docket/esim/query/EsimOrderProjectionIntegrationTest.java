package io.docket.esim.query;

import static io.docket.esim.query.EsimOrders.ICCID;
import static io.docket.esim.query.EsimOrders.ID;
import static io.docket.esim.query.EsimOrders.NEW_ESIM;
import static io.docket.esim.query.EsimOrders.ORDERED_AT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.axonframework.messaging.responsetypes.ResponseTypes.instanceOf;
import static org.axonframework.messaging.responsetypes.ResponseTypes.optionalInstanceOf;

import io.docket.common.api.Paging;
import io.docket.common.api.Version;
import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.EsimOrderStatus;
import io.docket.esim.api.event.order.EsimOrderCompleted;
import io.docket.esim.api.event.order.FulfilmentStarted;
import io.docket.esim.api.event.order.ItemAllocated;
import io.docket.esim.api.event.order.ItemFulfilled;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestApplication;
import io.docket.platform.testing.TestDatabase;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.queryhandling.QueryGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class EsimOrderProjectionIntegrationTest {

    private static final EsimOrderId NONE = new EsimOrderId(new UUID(0, 1));
    private static final Paging ALL = new Paging(1, 100, "version-num", true);

    @Parameter
    Database kind;

    private TestDatabase database;
    private TestApplication application;
    private QueryGateway queries;

    @BeforeParameterizedClassInvocation
    void begin() {
        database = TestDatabase.create(kind);
        application = TestApplication.start(database, EsimOrderProjection.class);
        queries = application.bean(QueryGateway.class);
        application.publish(
                "EsimOrder",
                ID.toString(),
                0,
                ORDERED_AT,
                NEW_ESIM,
                new FulfilmentStarted(ID),
                new ItemAllocated(ID, 1, ICCID),
                new ItemFulfilled(ID, 1, ICCID, "4D1F", "rsp.docket.example"),
                new EsimOrderCompleted(ID));
        application.awaitProjections();
    }

    @AfterParameterizedClassInvocation
    void end() {
        application.close();
        database.close();
    }

    private Optional<EsimOrderView> find(EsimOrderId orderId) {
        return queries.query(new FindEsimOrder(orderId), optionalInstanceOf(EsimOrderView.class))
                .join();
    }

    private List<Version<EsimOrderView>> history(Paging paging) {
        long last = find(ID).orElseThrow().version();
        return queries.query(new FindEsimOrderHistory(ID, last, paging), instanceOf(EsimOrderHistory.class))
                .join()
                .versions()
                .items();
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

    @Test
    void eventsThatAreDeliveredAgainMakeTheSame() {
        Optional<EsimOrderView> before = find(ID);
        List<Version<EsimOrderView>> historyBefore = history(ALL);

        application.replay(EsimOrderProjection.NAME);
        assertThat(find(ID)).isEqualTo(before);

        application.rebuild(EsimOrderProjection.NAME, "esim_order_history");
        assertThat(find(ID)).isEqualTo(before);
        assertThat(history(ALL)).isEqualTo(historyBefore);
    }
}
