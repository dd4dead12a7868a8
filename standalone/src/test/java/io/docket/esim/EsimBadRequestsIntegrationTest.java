package io.docket.esim;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.RawRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client sends to the eSIM Order API, it is told what is wrong in the shape of that API, and nothing is stored. */
class EsimBadRequestsIntegrationTest extends RunningEsimOrders {

    private static final String CUSTOMER = "\"customer\": {\"email\": \"a@b.example\"}";
    private static final String DEVICE = "\"device\": {\"type\": \"ios\", \"id\": \"1\"}";
    private static final String PLAN = "\"id\": \"a3u3z000000PZBhAAO\"";

    private static String body(String operation, String customer, String device, String plan, String more) {
        return "{\"input\": {\"operationType\": \"" + operation + "\", \"countryCode\": \"PT\", " + customer + ", "
                + device + ", \"subscriptions\": [{" + plan + "}]" + more + "}}";
    }

    private static String customer(String fields) {
        return body("NEW_ESIM", "\"customer\": {" + fields + "}", DEVICE, PLAN, "");
    }

    private static String device(String operation, String fields) {
        return body(operation, CUSTOMER, "\"device\": {" + fields + "}", PLAN, ", \"esim\": {\"iccid\": \"1\"}");
    }

    private static String plan(String fields) {
        return body("NEW_ESIM", CUSTOMER, DEVICE, fields, "");
    }

    private static String topUp(String more) {
        return body("TOPUP", CUSTOMER, DEVICE, PLAN, more);
    }

    private static String bulk(String iccid) {
        return body("BULK_ACTIVATION", CUSTOMER, DEVICE, PLAN + iccid, "");
    }

    private static Arguments row(String json, String message) {
        return Arguments.of(json, message);
    }

    private static String missing(String field) {
        return field + " is required.";
    }

    private static String malformed(String field) {
        return field + " does not have the required form.";
    }

    static List<Arguments> brokenRules() {
        List<Arguments> rows = new ArrayList<>(List.of(
                row(plan(PLAN).replace("\"PT\"", "\"ZZ\""), "input.countryCode is no country code of ISO 3166-1."),
                row(
                        customer("\"email\": \"a@b.example\", \"language\": \"xx\""),
                        "input.customer.language is no language code of ISO 639-1."),
                row(
                        customer("\"email\": \"a@b.example\", \"countryOfResidence\": \"XX\""),
                        "input.customer.countryOfResidence is no country code of ISO 3166-1."),
                row(
                        device("TOPUP", "\"type\": \"iot\", \"id\": \"1\""),
                        "input.device.type must be one of ios, android."),
                row(
                        device("TOPUP_ACTIVATION", "\"type\": \"iot\", \"id\": \"1\""),
                        "input.device.type must be one of ios, android."),
                row(plan(""), missing("input.subscriptions[0].id")),
                row(plan("\"id\": null"), missing("input.subscriptions[0].id")),
                row(
                        plan(PLAN + ", \"price\": 1"),
                        "input.subscriptions[0].currency must be sent together with input.subscriptions[0].price."),
                row(
                        plan(PLAN + ", \"currency\": \"USD\""),
                        "input.subscriptions[0].price must be sent together with input.subscriptions[0].currency."),
                row(
                        plan(PLAN + ", \"price\": 1, \"currency\": \"GBP\""),
                        "input.subscriptions[0].currency is none of the supported currencies."),
                row(
                        plan(PLAN + ", \"price\": 1, \"currency\": \"ABC\""),
                        "input.subscriptions[0].currency is no currency code of ISO 4217."),
                row(
                        plan(PLAN + ", \"price\": 1e400, \"currency\": \"USD\""),
                        "input.subscriptions[0].price is out of range; its limit is 1000000."),
                row(
                        plan(PLAN + ", \"price\": 1e999999999, \"currency\": \"USD\""),
                        "input.subscriptions[0].price is out of range; its limit is 1000000."),
                row(
                        plan(PLAN + ", \"price\": 1e-999999999, \"currency\": \"USD\""),
                        "input.subscriptions[0].price can have at most 4 decimal places."),
                row(
                        plan(PLAN + ", \"price\": 0.00001, \"currency\": \"USD\""),
                        "input.subscriptions[0].price can have at most 4 decimal places."),
                row(
                        plan(PLAN + ", \"dataValue\": 1e-999999999"),
                        "input.subscriptions[0].dataValue can have at most 4 decimal places."),
                row(
                        plan(PLAN + ", \"activationDate\": \"2019-09-13T12:00:00Z\""),
                        "input.subscriptions[0].activationDate lies in the past."),
                row(topUp(""), missing("input.esim")),
                row(topUp(", \"esim\": null"), missing("input.esim")),
                row(topUp(", \"esim\": {}"), missing("input.esim.iccid")),
                row(bulk(""), missing("input.subscriptions[0].iccid")),
                row(
                        bulk(", \"iccid\": [\""
                                + IntStream.range(0, 201)
                                        .mapToObj(String::valueOf)
                                        .collect(Collectors.joining(",")) + "\"]"),
                        "input.subscriptions.iccid can name at most 200 ICCIDs in all."),
                row(
                        bulk(", \"iccid\": [\"1,2\"]").replaceFirst("\\[\\{(.*)}]", "[{$1},{$1}]"),
                        "input.subscriptions[1].iccid names an eSIM that gets the same product from another entry."),
                row(
                        plan(PLAN).replaceFirst("\\[\\{(.*)}]", "[{$1},{\"id\": 5}]"),
                        malformed("input.subscriptions[1].id"))));
        return rows;
    }

    @ParameterizedTest
    @MethodSource("brokenRules")
    void isToldOfABrokenRule(String json, String message) {
        assertError(reseller().post(ORDERS, json), 400, "INVALID_REQUEST_PARAMS", message);
        assertNothingHappened();
    }

    @Test
    void isToldAllInvalidFieldsAtOnceInTheOrderOfTheContract() {
        Answer answer = reseller().post(ORDERS, """
                {"input": {"countryCode": "ZZ", "customer": {"language": "xx"}, "device": {"type": "pc"},
                 "subscriptions": [{"id": "p", "activationDate": "2019-09-13T12:00:00Z", "currency": "ABC"}]}}
                """);

        assertError(
                answer,
                400,
                "INVALID_REQUEST_PARAMS",
                "input.operationType is required.",
                "input.countryCode is no country code of ISO 3166-1.",
                "input.customer.email is required.",
                "input.customer.language is no language code of ISO 639-1.",
                "input.device.type must be one of iot, ios, android.",
                "input.device.id is required.",
                "input.subscriptions[0].activationDate lies in the past.",
                "input.subscriptions[0].price must be sent together with input.subscriptions[0].currency.",
                "input.subscriptions[0].currency is no currency code of ISO 4217.");
        assertNothingHappened();
    }

    @Test
    void isToldThatItNeedsAToken() {
        Answer answer = anonymous().post(ORDERS, printedToday("new-esim"));

        assertError(answer, 401, "UNAUTHORISED", "A valid bearer token is required.");
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        assertError(
                anonymous().withToken("nonsense").post(ORDERS, printedToday("new-esim")),
                401,
                "UNAUTHORISED",
                "A valid bearer token is required.");
        assertNothingHappened();
    }

    @ParameterizedTest
    @ValueSource(strings = {"esim-nobody", "bank-channel", "auditor"})
    void isToldThatItsTokenDoesNotAllowThis(String client) {
        assertError(
                as(client).post(ORDERS, printedToday("new-esim")),
                403,
                "ACCESS_DENIED",
                "The token does not allow this.");
        assertNothingHappened();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/esim", "/esim/v1", "/esim/v2/order", "/esim/v1/order/x/y"})
    void findsNothingUnderAnUnknownPath(String path) {
        assertError(raw("GET", path), 404, "NOT_FOUND", "There is no such resource.");
    }

    private Answer raw(String method, String path) {
        return RawRequest.send(
                anonymous().server(),
                method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                        + anonymous().tokenOf("reseller-acme") + "\r\nContent-Length: 0\r\n\r\n");
    }
}
