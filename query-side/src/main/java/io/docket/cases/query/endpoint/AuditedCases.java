package io.docket.cases.query.endpoint;

import io.docket.cases.query.CaseProjection;
import io.docket.cases.query.CaseView;
import io.docket.platform.audit.AuditedKind;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Cases, as auditors see them. */
@Configuration(proxyBeanMethods = false)
class AuditedCases {

    @Bean
    AuditedKind<CaseView> auditedCase(CaseProjection projection) {
        return new AuditedKind<>(
                "cases",
                "Case",
                projection.batches().evolution(),
                CaseRepresentation::of,
                view -> List.of(view.registration().customer().id()));
    }
}
