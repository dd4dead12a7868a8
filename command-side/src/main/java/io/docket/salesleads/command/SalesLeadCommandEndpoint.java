package io.docket.salesleads.command;

import io.docket.common.api.Refusal;
import io.docket.platform.commands.Commands;
import io.docket.platform.errors.RefusedException;
import io.docket.platform.security.Caller;
import io.docket.salesleads.api.CustomerMessage;
import io.docket.salesleads.api.EndCustomer;
import io.docket.salesleads.api.InvoiceAddress;
import io.docket.salesleads.api.Lead;
import io.docket.salesleads.api.LeadId;
import io.docket.salesleads.api.LeadReceipt;
import io.docket.salesleads.api.LeadStatus;
import io.docket.salesleads.api.PersonalIdentityNumber;
import io.docket.salesleads.api.Product;
import io.docket.salesleads.api.ReceiveSalesLead;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Takes sales leads (seed 004). The contract has checked the form of the requests. */
@RestController
class SalesLeadCommandEndpoint {

    private static final String ORDERS = "/2.5/sp_spec/order";

    private final Commands commands;
    private final LeadOutcomes outcomes;

    SalesLeadCommandEndpoint(Commands commands, LeadOutcomes outcomes) {
        this.commands = commands;
        this.outcomes = outcomes;
    }

    @PostMapping(ORDERS)
    ResponseEntity<byte[]> send(@RequestBody OrderRequest request, Locale language, Caller caller) {
        if (!request.coId.equals(caller.requiredTenant())) {
            throw new RefusedException(Refusal.forbidden("The token does not allow to act for this coId."));
        }
        Lead lead = request.lead();
        return commands.<LeadReceipt>sendAndAwait(
                new ReceiveSalesLead(LeadId.of(lead), lead),
                caller,
                receipt -> answer(receipt.scheduledFor() == null ? outcomes.await(receipt) : receipt, language));
    }

    private static ResponseEntity<?> answer(LeadReceipt receipt, Locale language) {
        return ResponseEntity.ok()
                .location(URI.create(ORDERS + "/" + receipt.leadId()))
                .eTag(String.valueOf(receipt.version()))
                .body(new Outcome(
                        receipt.status(), CustomerMessage.of(receipt.status(), receipt.rejectionReason(), language)));
    }

    private record Outcome(LeadStatus status, String message) {}

    record OrderRequest(
            String coId,
            String coAccessId,
            OffsetDateTime orderDateTime,
            OffsetDateTime requestedDateTime,
            List<OrderedProduct> products,
            CustomerDetails customerDetails) {

        Lead lead() {
            return new Lead(
                    coId,
                    coAccessId,
                    orderDateTime.toInstant(),
                    requestedDateTime.toInstant(),
                    products.get(0).product(),
                    customerDetails.customer());
        }
    }

    record OrderedProduct(String productId, String offeringId) {

        Product product() {
            return new Product(productId, offeringId);
        }
    }

    record CustomerDetails(
            @Nullable Boolean identifiedCustomer,
            PersonalIdentityNumber personalIdentityNumber,
            String customerFirstname,
            @Nullable String customerLastName,
            @Nullable String customerPhone,
            @Nullable String customerMobilePhone,
            @Nullable String customerEmail,
            @Nullable InvoiceDetails invoiceDetails) {

        EndCustomer customer() {
            return new EndCustomer(
                    identifiedCustomer,
                    personalIdentityNumber,
                    customerFirstname,
                    customerLastName,
                    customerPhone,
                    customerMobilePhone,
                    customerEmail,
                    invoiceDetails == null ? null : invoiceDetails.address());
        }
    }

    record InvoiceDetails(
            @Nullable String streetName,
            @Nullable String streetNumber,
            @Nullable String streetLittera,
            @Nullable String postalCode,
            @Nullable String city) {

        InvoiceAddress address() {
            return new InvoiceAddress(streetName, streetNumber, streetLittera, postalCode, city);
        }
    }
}
