package io.docket.privacy.command.endpoint;

import io.docket.common.api.ErrorLiteral;
import io.docket.common.api.FieldError;
import io.docket.platform.contract.BodyRule;
import io.docket.salesleads.api.PersonalIdentityNumber;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;

/** What requests about persons have to keep beside their form: they name one person, and nobody outside of that. */
@Configuration(proxyBeanMethods = false)
class PrivacyRules {

    @Bean
    BodyRule subjectOfErasure() {
        return new OnePerson("erasePerson");
    }

    @Bean
    BodyRule subjectOfExport() {
        return new OnePerson("exportPersonalData");
    }

    @Bean
    BodyRule reasonOfErasure() {
        return new ReasonWithoutPerson();
    }

    /** A subject is a customer number, or a tenant and an email, or a personal identity number. */
    private record OnePerson(String operationId) implements BodyRule {

        @Override
        public List<FieldError> violations(JsonNode body, Principal caller) {
            JsonNode subject = body.path("subject");
            if (!subject.isObject()) {
                return List.of();
            }
            List<FieldError> found = new ArrayList<>();
            int ways = 0;
            for (String way : List.of("customer-number", "tenant", "personal-identity-number")) {
                ways += subject.hasNonNull(way) ? 1 : 0;
            }
            if (ways != 1 || subject.hasNonNull("tenant") != subject.hasNonNull("email")) {
                found.add(new FieldError(
                        "subject",
                        ErrorLiteral.COMBINATION_REQUIRED,
                        "subject is either a customer-number, or a tenant and an email, or a "
                                + "personal-identity-number."));
            }
            JsonNode number = subject.path("personal-identity-number");
            if (number.isString()) {
                PersonalIdentityNumber.fault(number.stringValue())
                        .ifPresent(fault -> found.add(new FieldError(
                                "subject.personal-identity-number",
                                fault,
                                "subject.personal-identity-number is no personal identity number.")));
            }
            return found;
        }
    }

    /** The reason stays on record. */
    private record ReasonWithoutPerson() implements BodyRule {

        @Override
        public String operationId() {
            return "erasePerson";
        }

        @Override
        public List<FieldError> violations(JsonNode body, Principal caller) {
            String reason = body.path("reason").asString("").toLowerCase(Locale.ROOT);
            JsonNode subject = body.path("subject");
            boolean tells = List.of("customer-number", "email", "personal-identity-number").stream()
                    .map(way -> subject.path(way).asString("").toLowerCase(Locale.ROOT))
                    .anyMatch(value -> !value.isEmpty() && reason.contains(value));
            return tells
                    ? List.of(new FieldError(
                            "reason",
                            ErrorLiteral.INVALID_FORMAT,
                            "reason names the person, and would stay on record."))
                    : List.of();
        }
    }
}
