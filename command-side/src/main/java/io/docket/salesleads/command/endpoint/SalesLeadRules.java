package io.docket.salesleads.command.endpoint;

import io.docket.common.api.ErrorLiteral;
import io.docket.common.api.FieldError;
import io.docket.platform.contract.BodyRule;
import io.docket.salesleads.api.PersonalIdentityNumber;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** What a sales lead has to keep to beyond its schema. */
@Component
class SalesLeadRules implements BodyRule {

    private static final String CUSTOMER = "customerDetails";
    private static final String IDENTITY_NUMBER = "personalIdentityNumber";
    private static final List<String> ADDRESS =
            List.of("streetName", "streetNumber", "streetLittera", "postalCode", "city");

    @Override
    public String operationId() {
        return "sendSalesLead";
    }

    @Override
    public List<FieldError> violations(JsonNode body, Principal caller) {
        List<FieldError> violations = new ArrayList<>();
        JsonNode customer = body.path(CUSTOMER);
        if (customer.isObject()) {
            if (Stream.of("customerPhone", "customerMobilePhone", "customerEmail")
                    .noneMatch(customer::hasNonNull)) {
                violations.add(new FieldError(
                        CUSTOMER,
                        ErrorLiteral.COMBINATION_REQUIRED,
                        "A phone number, a mobile phone number or an e-mail address is required."));
            }
            for (String part : ADDRESS) {
                JsonNode beside = customer.path(part);
                JsonNode inside = customer.path("invoiceDetails").path(part);
                if (beside.isString() && inside.isString() && !beside.equals(inside)) {
                    violations.add(new FieldError(
                            CUSTOMER + "." + part,
                            ErrorLiteral.COMBINATION_REQUIRED,
                            "It is another one than in the invoiceDetails."));
                }
            }
            JsonNode identityNumber = customer.path(IDENTITY_NUMBER);
            if (identityNumber.isString()) {
                PersonalIdentityNumber.fault(identityNumber.asString())
                        .map(fault -> new FieldError(
                                CUSTOMER + "." + IDENTITY_NUMBER, fault, "It is no personal identity number."))
                        .ifPresent(violations::add);
            }
        }
        return violations;
    }
}
