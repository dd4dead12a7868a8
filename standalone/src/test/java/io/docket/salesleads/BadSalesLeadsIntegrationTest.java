package io.docket.salesleads;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.ApiClient.Request;
import io.docket.platform.testing.http.RawRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Whatever is wrong with a sales lead, the operator is told the cause, and its customer what to do; nothing is stored. */
class BadSalesLeadsIntegrationTest extends RunningSalesLeads {

    private static final String UNREADABLE = "The order could not be read.";
    private static final String UNREADABLE_SV = "Beställningen kunde inte läsas.";

    /** What the customer is told of each field, in English and Swedish. */
    private static final Map<String, List<String>> MESSAGES = Map.ofEntries(
            message(
                    "coId",
                    "The operator of your network is missing or incorrect.",
                    "Uppgift om din nätoperatör saknas eller är felaktig."),
            message(
                    "coAccessId",
                    "Your access, which the service is to be delivered to, is missing or incorrect.",
                    "Anslutningen som tjänsten ska levereras till saknas eller är felaktig."),
            message("operation", "This can not be ordered here.", "Detta kan inte beställas här."),
            message(
                    "orderDateTime",
                    "The time of the order is missing or incorrect.",
                    "Tidpunkten för beställningen saknas eller är felaktig."),
            message(
                    "requestedDateTime",
                    "The date from which you want the service is missing or incorrect.",
                    "Önskat startdatum saknas eller är felaktigt."),
            message("products", "Choose one service to order.", "Välj en tjänst att beställa."),
            message("products.productId", "The service is missing or incorrect.", "Tjänsten saknas eller är felaktig."),
            message(
                    "products.offeringId",
                    "The offer is missing or incorrect.",
                    "Erbjudandet saknas eller är felaktigt."),
            message(
                    "customerDetails",
                    "Your details are missing, or lack a phone number or e-mail address.",
                    "Dina uppgifter saknas, eller så saknas telefonnummer och e-postadress."),
            message(
                    "customerDetails.identifiedCustomer",
                    "Whether you have been identified is stated incorrectly.",
                    "Uppgiften om du har identifierats är felaktig."),
            message(
                    "customerDetails.personalIdentityNumber",
                    "Social security number is missing or incorrect.",
                    "Personnummer saknas eller är felaktigt."),
            message(
                    "customerDetails.customerFirstname",
                    "First name is missing or incorrect.",
                    "Förnamn saknas eller är felaktigt."),
            message("customerDetails.customerLastName", "Last name is incorrect.", "Efternamnet är felaktigt."),
            message(
                    "customerDetails.customerPhone",
                    "Phone number is incorrect. Write it with its country code, such as +46812345678.",
                    "Telefonnumret är felaktigt. Ange det med landsnummer, till exempel +46812345678."),
            message(
                    "customerDetails.customerMobilePhone",
                    "Mobile phone number is incorrect. Write it with its country code, such as +46701234567.",
                    "Mobilnumret är felaktigt. Ange det med landsnummer, till exempel +46701234567."),
            message("customerDetails.customerEmail", "E-mail address is incorrect.", "E-postadressen är felaktig."),
            message("customerDetails.invoiceDetails", "Invoice address is incorrect.", "Fakturaadressen är felaktig."),
            message("customerDetails.invoiceDetails.streetName", "Street is incorrect.", "Gatunamnet är felaktigt."),
            message(
                    "customerDetails.invoiceDetails.streetNumber",
                    "Street number is incorrect.",
                    "Gatunumret är felaktigt."),
            message(
                    "customerDetails.invoiceDetails.streetLittera",
                    "Entrance letter is incorrect.",
                    "Uppgången är felaktig."),
            message(
                    "customerDetails.invoiceDetails.postalCode",
                    "Postal code is incorrect. It has five digits.",
                    "Postnumret är felaktigt. Det har fem siffror."),
            message("customerDetails.invoiceDetails.city", "City is incorrect.", "Orten är felaktig."));

    private static Map.Entry<String, List<String>> message(String field, String english, String swedish) {
        return Map.entry(field, List.of(english, swedish));
    }

    /** A request with one field wrong. */
    record Row(String field, String value, Consumer<ObjectNode> change) {

        @Override
        public String toString() {
            return field + " " + value;
        }
    }

    private static ObjectNode parent(ObjectNode request, String field) {
        ObjectNode parent = request;
        String[] names = field.split("\\.", -1);
        for (int i = 0; i < names.length - 1; i++) {
            JsonNode child = parent.get(names[i]);
            parent = (ObjectNode) (child.isArray() ? child.get(0) : child);
        }
        return parent;
    }

    private static Row without(String field) {
        String name = field.substring(field.lastIndexOf('.') + 1);
        return new Row(field, "missing", request -> parent(request, field).remove(name));
    }

    private static Row with(String field, String json) {
        String name = field.substring(field.lastIndexOf('.') + 1);
        return new Row(field, json, request -> parent(request, field)
                .set(name, JsonMapper.shared().readTree(json)));
    }

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>(MESSAGES.keySet().stream()
                .sorted()
                .map(field -> with(field, "5"))
                .toList());
        for (String number :
                List.of("19811218-9875", "19811218-9870", "20000230-1232", "20001301-1236", "20000292-1230")) {
            rows.add(with("customerDetails.personalIdentityNumber", '"' + number + '"'));
        }
        rows.add(without("customerDetails.customerFirstname"));
        rows.add(with("customerDetails.customerFirstname", "null"));
        rows.add(new Row(
                "customerDetails", "without any way to reach", request -> ((ObjectNode) request.get("customerDetails"))
                        .remove(List.of("customerPhone", "customerMobilePhone", "customerEmail"))));
        rows.add(new Row("customerDetails", "with null for all ways to reach", request -> ((ObjectNode)
                        request.get("customerDetails"))
                .putNull("customerPhone")
                .putNull("customerMobilePhone")
                .putNull("customerEmail")));
        return rows;
    }

    @AfterEach
    void nothingIsStored() {
        assertNoNewEvents();
    }

    private Request post(String language) {
        return co().request("POST", ORDERS).header("Accept-Language", language);
    }

    private static String body(String cause, String message) {
        return JsonMapper.shared().writeValueAsString(Map.of("cause", cause, "message", message));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aWrongFieldIsNamedAndTheCustomerToldInBothLanguages(Row row) {
        ObjectNode request = request();
        row.change.accept(request);
        String json = request.toString();
        List<String> messages = requireNonNull(MESSAGES.get(row.field));

        Answer english = post("en-GB, sv;q=0.5").json(json).send();
        assertBody(english, 400, body("Bad " + row.field, messages.get(0)));
        assertThat(english.header("Content-Type")).startsWith("application/json");
        assertBody(post("sv").json(json).send(), 400, body("Bad " + row.field, messages.get(1)));
    }

    @Test
    void theRequestThatIsPrintedIsRefusedAsPrinted() {
        ObjectNode request = request();
        ObjectNode customer = (ObjectNode) request.get("customerDetails");
        customer.propertyNames().stream()
                .filter(name -> customer.get(name).isString())
                .toList()
                .forEach(name -> customer.put(name, "string"));

        assertBody(
                send(request),
                400,
                "{\"cause\": \"Bad customerDetails.personalIdentityNumber\","
                        + "\"message\": \"Social security number is missing or incorrect.\"}");
    }

    @Test
    void ofSeveralWrongFieldsTheFirstInDocumentOrderIsNamed() {
        assertThat(co().post(ORDERS, "{}").text("cause")).isEqualTo("Bad coId");
        ObjectNode request = request().put("operation", "none").put("coId", "Globex");
        ((ObjectNode) request.get("customerDetails")).put("personalIdentityNumber", "none");
        ((ObjectNode) request.at("/products/0")).remove("offeringId");
        assertThat(send(request).text("cause")).isEqualTo("Bad operation");
        request.put("operation", "ACTIVATE");
        assertThat(send(request).text("cause")).isEqualTo("Bad products.offeringId");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                | The body is not well-formed JSON.",
                "[]               | The body must be a JSON object.",
                "''               | A JSON body is required."
            })
    void aBodyThatIsNoObjectIsUnreadable(String body, String cause) {
        assertBody(post("en").json(body).send(), 400, body(cause, UNREADABLE));
        assertBody(post("sv").json(body).send(), 400, body(cause, UNREADABLE_SV));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "*", ";;;", "de-DE, fr;q=0.5"})
    void otherLanguagesGetEnglish(String language) {
        assertBody(post(language).json("[]").send(), 400, body("The body must be a JSON object.", UNREADABLE));
    }

    @ParameterizedTest
    @CsvSource({"Idempotency-Key, a b", "X-Correlation-ID, a b"})
    void aWrongHeaderIsNamed(String header, String value) {
        Answer answer = co().request("POST", ORDERS)
                .header(header, value)
                .json(request().toString())
                .send();

        assertBody(answer, 400, body("Bad " + header, UNREADABLE));
    }

    @Test
    void aCoIdOfAnotherTenantIsForbiddenOnceTheFormIsRight() {
        ObjectNode request = request().put("coId", "Globex");

        assertBody(send(request), 403, "{\"cause\":\"The token does not allow to act for this coId.\"}");
        assertBody(
                coOf("Globex").post(ORDERS, request().toString()),
                403,
                "{\"cause\":\"The token does not allow to act for this coId.\"}");
        assertBody(coOf(null).post(ORDERS, request().toString()), 403, "{\"cause\":\"The token names no tenant.\"}");
        request.remove("products");
        assertThat(send(request).text("cause")).isEqualTo("Bad products");
    }

    @Test
    void withoutAValidTokenItIsUnauthorized() {
        Answer answer = anonymous().post(ORDERS, request().toString());

        assertBody(answer, 401, "{\"cause\":\"A valid bearer token is required.\"}");
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        assertBody(
                anonymous().withToken("nonsense").get(ORDERS + "x"),
                401,
                "{\"cause\":\"A valid bearer token is required.\"}");
    }

    @Test
    void withoutTheScopeItIsForbidden() {
        assertBody(
                as("bank-channel").post(ORDERS, request().toString()),
                403,
                "{\"cause\":\"The token does not allow this.\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unheard-of", "unheard-of/history", "a_b", "a%20b", "WI0000497282"})
    void anUnknownOrderIsNotFound(String id) {
        assertBody(co().get(ORDERS + id), 404, "{\"cause\":\"There is no such resource.\"}");
    }

    @ParameterizedTest
    @CsvSource({"GET, /2.5", "GET, /2.5/sp_spec", "POST, /2.5/sp_spec/orders", "GET, /2.5/sp_spec/order/x/y"})
    void anUnknownPathIsNotImplemented(String method, String path) {
        assertBody(co().request(method, path).send(), 501, "{\"cause\":\"There is no such resource.\"}");
    }

    @Test
    void moreRequestsThanAMinuteAllowsAreTooMany() {
        Answer answer = as("auditor").get("/2.5/none");
        for (int sent = 1; answer.status() == 501 && sent < 3000; sent++) {
            answer = as("auditor").get("/2.5/none");
        }

        assertBody(answer, 429, "{\"cause\":\"Too many requests; try again a little later.\"}");
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 60);
        Answer spelled = getSpelled();
        for (int sent = 1; spelled.status() == 501 && sent < 100; sent++) {
            spelled = getSpelled();
        }
        assertBody(spelled, 429, "{\"cause\":\"Too many requests; try again a little later.\"}");
        assertThat(as("auditor").get("/none").status()).isEqualTo(404);
        assertThat(as("analyst").get("/2.5/none").status()).isEqualTo(501);
    }

    private Answer getSpelled() {
        return RawRequest.send(
                anonymous().server(),
                "GET /%32.5/none HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                        + anonymous().tokenOf("auditor") + "\r\n\r\n");
    }
}
