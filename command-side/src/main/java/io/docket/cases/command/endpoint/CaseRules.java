package io.docket.cases.command.endpoint;

import io.docket.common.api.ErrorLiteral;
import io.docket.common.api.FieldError;
import io.docket.platform.classification.ClassificationCatalog;
import io.docket.platform.classification.OnList;
import io.docket.platform.contract.BodyRule;
import io.docket.platform.security.Caller;
import java.security.Principal;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;

/** What the registration of a case requires beside its form. */
@Configuration(proxyBeanMethods = false)
class CaseRules {

    private static final String CALLBACK = "registerCallbackRequest";
    private static final String CATEGORIES = "callback-categories";

    @Bean
    BodyRule customerOfComplaint() {
        return new CustomerNamed("registerComplaint", "customer-id");
    }

    @Bean
    BodyRule customerOfServiceRequest() {
        return new CustomerNamed("registerServiceRequest", "customer-id");
    }

    @Bean
    BodyRule customerOfCallbackRequest() {
        return new CustomerNamed(CALLBACK, "party-id");
    }

    @Bean
    BodyRule categoryOfCallbackRequest(ClassificationCatalog catalog) {
        var seedSpelling = new OnList(CALLBACK, "categorry", catalog.of("cases"), CATEGORIES);
        var rightSpelling = new OnList(CALLBACK, "category", catalog.of("cases"), CATEGORIES);
        return new Category(seedSpelling, rightSpelling);
    }

    /** A customer is named, by the body or by the token. */
    private record CustomerNamed(String operationId, String field) implements BodyRule {

        @Override
        public List<FieldError> violations(JsonNode body, Principal caller) {
            return Caller.of(caller).customerNumber() == null && !body.hasNonNull(field)
                    ? List.of(new FieldError(field, ErrorLiteral.REQUIRED, field + " is required."))
                    : List.of();
        }
    }

    /** The guide's spelling counts where both are there. */
    private record Category(OnList seedSpelling, OnList rightSpelling) implements BodyRule {

        @Override
        public String operationId() {
            return seedSpelling.operationId();
        }

        @Override
        public List<FieldError> violations(JsonNode body, Principal caller) {
            OnList counts = body.hasNonNull(seedSpelling.field()) ? seedSpelling : rightSpelling;
            return counts.violations(body, caller);
        }
    }
}
