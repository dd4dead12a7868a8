package io.docket.esim.query.endpoint;

import io.docket.esim.query.EsimOrderProjection;
import io.docket.esim.query.EsimOrderView;
import io.docket.platform.audit.AuditedKind;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** eSIM orders, as auditors see them. */
@Configuration(proxyBeanMethods = false)
class AuditedEsimOrders {

    @Bean
    AuditedKind<EsimOrderView> auditedEsimOrder(EsimOrderProjection projection) {
        return new AuditedKind<>(
                "esim-orders",
                "EsimOrder",
                projection.batches().evolution(),
                EsimOrderRepresentation::of,
                view -> List.of(view.customerId().value()));
    }
}
