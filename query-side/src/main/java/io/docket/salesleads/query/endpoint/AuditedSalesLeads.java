package io.docket.salesleads.query.endpoint;

import io.docket.platform.audit.AuditedKind;
import io.docket.salesleads.query.SalesLeadProjection;
import io.docket.salesleads.query.SalesLeadView;
import java.util.List;
import java.util.Locale;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sales leads, as auditors see them. What their customers are known by is personal, and nothing to search for. */
@Configuration(proxyBeanMethods = false)
class AuditedSalesLeads {

    @Bean
    AuditedKind<SalesLeadView> auditedSalesLead(SalesLeadProjection projection) {
        return new AuditedKind<>(
                "sales-leads",
                "SalesLead",
                projection.batches().evolution(),
                view -> SalesLeadRepresentation.of(view, Locale.ENGLISH),
                view -> List.of());
    }
}
