package io.docket.cardorders.query.endpoint;

import io.docket.cardorders.query.OrderProjection;
import io.docket.cardorders.query.OrderView;
import io.docket.platform.audit.AuditedKind;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Card orders, as auditors see them: with all names. */
@Configuration(proxyBeanMethods = false)
class AuditedOrders {

    @Bean
    AuditedKind<OrderView> auditedOrder(OrderProjection projection) {
        return new AuditedKind<>(
                "work-items",
                "WorkItem",
                projection.batches().evolution(),
                view -> OrderRepresentation.of(view, customer -> true),
                AuditedOrders::customers);
    }

    private static List<String> customers(OrderView view) {
        return Stream.of(
                        view.customerNumber(),
                        view.additionalCard() == null
                                ? null
                                : view.additionalCard().authorizedCustomerNumber())
                .filter(Objects::nonNull)
                .toList();
    }
}
