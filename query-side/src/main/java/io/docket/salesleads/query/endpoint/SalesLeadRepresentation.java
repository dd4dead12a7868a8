package io.docket.salesleads.query.endpoint;

import io.docket.salesleads.api.CustomerMessage;
import io.docket.salesleads.api.EndCustomer;
import io.docket.salesleads.api.InvoiceAddress;
import io.docket.salesleads.api.Lead;
import io.docket.salesleads.api.LeadId;
import io.docket.salesleads.api.LeadStatus;
import io.docket.salesleads.api.PersonalIdentityNumber;
import io.docket.salesleads.api.Product;
import io.docket.salesleads.api.RejectionReason;
import io.docket.salesleads.query.SalesLeadView;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A sales lead as the API prints it: how it stands, and what was sent (ON-API, service-provider order). */
record SalesLeadRepresentation(
        LeadId orderId,
        LeadStatus status,
        String message,
        @Nullable RejectionReason reason,
        @Nullable String coReason,
        @Nullable String coOrderId,
        Instant receivedDateTime,
        Instant statusDateTime,
        @Nullable Instant scheduledDateTime,
        String coId,
        String coAccessId,
        String operation,
        Instant orderDateTime,
        Instant requestedDateTime,
        List<Product> products,
        CustomerDetails customerDetails) {

    private static final String ACTIVATE = "ACTIVATE";

    static SalesLeadRepresentation of(SalesLeadView view, Locale language) {
        Lead lead = view.lead();
        return new SalesLeadRepresentation(
                view.leadId(),
                view.status(),
                CustomerMessage.of(view.status(), view.rejectionReason(), language),
                view.rejectionReason(),
                view.coReason(),
                view.coOrderId(),
                view.receivedAt(),
                view.statusAt(),
                view.scheduledFor(),
                lead.coId(),
                lead.coAccessId(),
                ACTIVATE,
                lead.orderDateTime(),
                lead.requestedDateTime(),
                List.of(lead.product()),
                CustomerDetails.of(lead.customer()));
    }

    record CustomerDetails(
            @Nullable Boolean identifiedCustomer,
            PersonalIdentityNumber personalIdentityNumber,
            String customerFirstname,
            @Nullable String customerLastName,
            @Nullable String customerPhone,
            @Nullable String customerMobilePhone,
            @Nullable String customerEmail,
            @Nullable InvoiceAddress invoiceDetails) {

        static CustomerDetails of(EndCustomer customer) {
            return new CustomerDetails(
                    customer.identified(),
                    customer.personalIdentityNumber(),
                    customer.firstName(),
                    customer.lastName(),
                    customer.phone(),
                    customer.mobilePhone(),
                    customer.email(),
                    customer.invoiceAddress());
        }
    }
}
