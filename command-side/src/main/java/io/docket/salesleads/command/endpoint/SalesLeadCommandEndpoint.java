package io.docket.salesleads.command.endpoint;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.docket.common.api.Refusal;
import io.docket.platform.commands.Commands;
import io.docket.platform.contract.CheckedBody;
import io.docket.platform.errors.RefusedException;
import io.docket.platform.security.Caller;
import io.docket.salesleads.api.CustomerMessage;
import io.docket.salesleads.api.EndCustomer;
import io.docket.salesleads.api.InvoiceAddress;
import io.docket.salesleads.api.Lead;
import io.docket.salesleads.api.LeadId;
import io.docket.salesleads.api.LeadStatus;
import io.docket.salesleads.api.PersonalIdentityNumber;
import io.docket.salesleads.api.Product;
import io.docket.salesleads.command.LeadReceipt;
import io.docket.salesleads.command.ReceiveSalesLead;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes sales leads (ON-API, service-provider order). The contract has checked the form of the requests. */
@RestController
class SalesLeadCommandEndpoint {

    private static final String ORDERS = "/2.5/sp_spec/order";
    private static final String REPLAYED = "Idempotency-Replayed";

    private final Commands commands;
    private final LeadAnswers answers;

    SalesLeadCommandEndpoint(Commands commands, LeadAnswers answers) {
        this.commands = commands;
        this.answers = answers;
    }

    @PostMapping(ORDERS)
    ResponseEntity<byte[]> send(@CheckedBody OrderRequest request, Locale language, Caller caller) {
        if (!request.coId.equals(caller.requiredTenant())) {
            throw new RefusedException(Refusal.forbidden("The token does not allow to act for this coId."));
        }
        Lead lead = request.lead();
        return commands.<LeadReceipt>sendAndAwait(
                new ReceiveSalesLead(LeadId.of(lead, 0), lead),
                caller,
                receipt -> answer(answers.to(receipt), language));
    }

    private static ResponseEntity<?> answer(LeadReceipt receipt, Locale language) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok()
                .location(URI.create(ORDERS + "/" + receipt.leadId()))
                .eTag(String.valueOf(receipt.version()));
        if (receipt.repeated()) {
            answer.header(REPLAYED, "true");
        }
        return answer.body(new Outcome(
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

    /** The address may stand in {@code invoiceDetails} or beside it; the rules see to it that there are not two. */
    record CustomerDetails(
            @Nullable Boolean identifiedCustomer,
            PersonalIdentityNumber personalIdentityNumber,
            @Nullable String customerFirstname,
            @Nullable String customerFirstName,
            @Nullable String customerLastName,
            @Nullable String customerPhone,
            @Nullable String customerMobilePhone,
            @Nullable String customerEmail,
            @Nullable Address invoiceDetails,
            @JsonUnwrapped @Nullable Address address) {

        EndCustomer customer() {
            return new EndCustomer(
                    identifiedCustomer,
                    personalIdentityNumber,
                    requireNonNull(customerFirstname == null ? customerFirstName : customerFirstname),
                    customerLastName,
                    customerPhone,
                    customerMobilePhone,
                    customerEmail,
                    invoiceAddress());
        }

        private @Nullable InvoiceAddress invoiceAddress() {
            Address beside = requireNonNullElse(address, Address.NONE);
            if (invoiceDetails == null && beside.equals(Address.NONE)) {
                return null;
            }
            return requireNonNullElse(invoiceDetails, Address.NONE).completedBy(beside);
        }
    }

    record Address(
            @Nullable String streetName,
            @Nullable String streetNumber,
            @Nullable String streetLittera,
            @Nullable String postalCode,
            @Nullable String city) {

        static final Address NONE = new Address(null, null, null, null, null);

        InvoiceAddress completedBy(Address other) {
            return new InvoiceAddress(
                    either(streetName, other.streetName),
                    either(streetNumber, other.streetNumber),
                    either(streetLittera, other.streetLittera),
                    either(postalCode, other.postalCode),
                    either(city, other.city));
        }

        private static @Nullable String either(@Nullable String one, @Nullable String other) {
            return one == null ? other : one;
        }
    }
}
