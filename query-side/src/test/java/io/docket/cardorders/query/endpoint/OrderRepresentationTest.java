package io.docket.cardorders.query.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.NewCard;
import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.event.workitem.OrderCanceled;
import io.docket.cardorders.api.event.workitem.OrderRejected;
import io.docket.cardorders.api.event.workitem.ProcessingSucceeded;
import io.docket.cardorders.query.OrderView;
import io.docket.cardorders.query.Orders;
import io.docket.common.api.Version;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class OrderRepresentationTest {

    private static final Predicate<String> BANK = Set.of("BRVU00002", "MIGR00002")::contains;

    @ParameterizedTest
    @CsvSource({
        "BRVU00002, null, '\"Branislav Vukovic\"'",
        "MIGR00002, '\"Mileva Grujic\"', null",
        "SOMEBODY, null, null"
    })
    void aCustomerIsNotToldTheNameOfAnother(String customer, String authorized, String owner) {
        assertThat(json(OrderRepresentation.of(Orders.after(Orders.ISSUANCE), customer::equals)))
                .contains(
                        "\"authorized-customer-number\":\"MIGR00002\",\"authorized-customer-name\":" + authorized + ",",
                        "\"owner-customer-number\":\"BRVU00002\",\"owner-customer-name\":" + owner + ",");
    }

    @Test
    void anIssuanceIsPrintedAsTheTutorialPrintsItAndWhatBecameOfItBehind() {
        assertThat(json(OrderRepresentation.of(Orders.after(Orders.ISSUANCE), BANK)))
                .isEqualTo("""
                        {"id":"WI0000499335",\
                        "authorized-customer-number":"MIGR00002","authorized-customer-name":"Mileva Grujic",\
                        "owner-customer-number":"BRVU00002","owner-customer-name":"Branislav Vukovic",\
                        "arrangement-number":"0064200001930","new-card-id":null,"product-code":"MasterCard","description":"For my daughter",\
                        "status":"proposed","customer-friendly-status":"active",\
                        "creation-date":"2015-10-20T23:22:10","status-date":"2015-10-20T23:22:10",\
                        "cancelation-reason":null,"rejection-reason":null}""");
    }

    @Test
    void anIssuanceHasItsKindWhereOtherKindsStandBesideIt() {
        assertThat(json(OrderRepresentation.withKind(Orders.after(Orders.ISSUANCE), BANK)))
                .startsWith("{\"id\":\"WI0000499335\",\"kind\":\"additional-card-issuance\",\"authorized");
    }

    @Test
    void anOrderForACardHasNoReasonFieldsOfOtherKinds() {
        assertThat(json(OrderRepresentation.of(Orders.after(Orders.of(OrderKind.CARD_ACTIVATION)), BANK)))
                .isEqualTo("""
                        {"id":"WI0000499335","kind":"card-activation","card-id":"CARD-0002","new-card-id":null,\
                        "serial-number":"5010000202","description":"Left it on the train",\
                        "status":"proposed","customer-friendly-status":"active",\
                        "status-date":"2015-10-20T23:22:10","creation-date":"2015-10-20T23:22:10",\
                        "cancelation-reason":null,"rejection-reason":null}""");
    }

    @Test
    void whatHasMadeACardTellsWhich() {
        var succeeded = new ProcessingSucceeded(Orders.ID, new NewCard(new CardId("CARD-0005"), "5010000505"));

        for (OrderView completed : List.of(
                Orders.after(Orders.ISSUANCE, succeeded),
                Orders.after(Orders.of(OrderKind.CARD_REPLACEMENT), succeeded))) {
            assertThat(json(OrderRepresentation.of(completed, BANK))).contains("\"new-card-id\":\"CARD-0005\"");
            assertThat(json(OrderVersionRepresentation.of(
                            new Version<>(42, "processing-succeeded", Orders.REQUESTED_AT, completed), BANK)))
                    .contains("\"new-card-id\":\"CARD-0005\"");
        }
    }

    @Test
    void aBlockadeTellsItsReason() {
        assertThat(json(OrderRepresentation.of(Orders.after(Orders.of(OrderKind.CARD_BLOCKADE)), BANK)))
                .contains(
                        "\"description\":\"Left it on the train\",\"blockade-reason\":\"temporary-blockage\",\"status\"");
    }

    @Test
    void aReplacementTellsItsReasonAndWhatTheNewCardSaysEvenIfNothingNew() {
        assertThat(json(OrderRepresentation.of(Orders.after(Orders.of(OrderKind.CARD_REPLACEMENT)), BANK)))
                .contains("\"replacement-reason\":\"card-losses\",\"embossment-line-1\":null,\"status\"");
    }

    @Test
    void aVersionIsTheOrderAsItStoodWithWhatChangedAndWhoDidIt() {
        var canceled = new OrderCanceled(Orders.ID, "Found it");

        assertThat(json(OrderVersionRepresentation.of(
                        new Version<>(
                                42,
                                "order-canceled",
                                Instant.parse("2015-10-21T08:05:33.410Z"),
                                Orders.after(Orders.of(OrderKind.CARD_TERMINATION), canceled)),
                        BANK)))
                .isEqualTo("""
                        {"id":"WI0000499335","kind":"card-termination","card-id":"CARD-0002","new-card-id":null,\
                        "serial-number":"5010000202","description":"Left it on the train",\
                        "status":"canceled","customer-friendly-status":"abandoned",\
                        "status-date":"2015-10-21T00:22:10","creation-date":"2015-10-20T23:22:10",\
                        "cancelation-reason":"Found it","rejection-reason":null,"change":"order-canceled",\
                        "updated-by-id":"A-1001","updated-by-name":"Stevan.Kostoski",\
                        "version-num":"42","version-date":"2015-10-21T08:05:33.41"}""");
    }

    @Test
    void aVersionTellsWhyTheBankRefused() {
        var rejected = new OrderRejected(Orders.ID, "Not creditworthy");

        assertThat(json(OrderVersionRepresentation.of(
                        new Version<>(
                                42, "order-rejected", Orders.REQUESTED_AT, Orders.after(Orders.ISSUANCE, rejected)),
                        BANK)))
                .contains("\"kind\":\"additional-card-issuance\",\"authorized-customer-number\":\"MIGR00002\"")
                .contains("\"rejection-reason\":\"Not creditworthy\",\"change\":\"order-rejected\"");
    }

    private static String json(Object representation) {
        return JsonMapper.shared().writeValueAsString(representation);
    }
}
