package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.platform.testing.RunningAxonServer;
import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.WebhookReceiver;
import io.docket.platform.testing.http.WebhookReceiver.Received;
import io.docket.platform.testing.partner.Partners;
import io.docket.simulators.Simulators;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Two clients at the same instant, on one node and on two. */
class RaceIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("race");

    private static final int ROUNDS = 25;
    private static final int EQUAL_ORDERS = 50;
    private static final int CANCELLATIONS = 50;
    private static final String ORDERS = "/customer-order/";

    /** Another node takes over a projection 10 seconds after its owner has died. */
    private static final Duration UNTIL_TAKEN_OVER = Duration.ofSeconds(40);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String ESIM_ORDERS = "/esim/v1/order";

    @Nested
    class OnH2 {

        private static Client client;
        private static Client reseller;

        @BeforeAll
        static void start() {
            DocketProcess docket =
                    DOCKETS.start(DocketSettings.in(DOCKETS.newFolder()).patient());
            client = docket.client("bank-channel");
            reseller = docket.client("reseller-acme");
        }

        @Test
        void ofTwentyTopUpsFiveAreTakenWhereFiveHaveRoom() {
            raceForTheLastSubscriptions(reseller, reseller);
        }

        @Test
        void oneOfTwoCasesWithTheSameIdIsCreated() {
            raceForCaseIds(client, client, 700_000);
        }

        @Test
        void twoRequestsWithTheSameKeyHaveOneEffect() {
            raceForKeys(client, client);
        }

        @Test
        void ofFiftyEqualOrdersOneIsTaken() {
            raceForOrders(client, client);
        }
    }

    @Nested
    @Tag("long")
    class OnTwoNodesOverOnePostgreSql {

        private static Database database;
        private static Partners partners;
        private static DocketProcess one;
        private static DocketProcess other;

        @BeforeAll
        static void startBothAtOnce() throws IOException {
            database = PostgreSql.newDatabase();
            Simulators simulators = DOCKETS.startPartners();
            partners = Partners.at(simulators.address());
            Nodes nodes = Nodes.start(settings -> settings.on(database)
                    .with(simulators)
                    .with("DOCKET_EVENTS_WEBHOOKS_ALLOWEDNETWORKS", "127.0.0.0/8"));
            one = nodes.one;
            other = nodes.other;
        }

        @Test
        void oneOfTwoCasesWithTheSameIdIsCreated() {
            Client client = one.client("bank-channel");
            raceForCaseIds(client, client.at(other), 701_000);
        }

        @Test
        void twoRequestsWithTheSameKeyHaveOneEffect() {
            Client client = one.client("bank-channel");
            raceForKeys(client, client.at(other));
        }

        @Test
        void ofTwentyTopUpsFiveAreTakenWhereFiveHaveRoom() {
            Client reseller = one.client("reseller-acme");
            raceForTheLastSubscriptions(reseller, reseller.at(other));
        }

        @Test
        void whatOneNodeWritesIsReadOnTheOtherAtOnce() {
            Client here = one.client("bank-channel");
            Client there = here.at(other);
            for (int round = 0; round < ROUNDS; round++) {
                writeHereAndReadThere(here, there, "NODES", round);
                writeHereAndReadThere(there, here, "NODES-BACK", round);
            }
        }

        @Test
        void ofFiftyEqualOrdersOneIsTaken() {
            Client client = one.client("bank-channel");
            raceForOrders(client, client.at(other));
        }

        /** Of each race one transaction is rolled back. */
        @Test
        void whoeverFollowsEitherNodeHasEveryEventOnceAndInOrder() {
            Client client = one.client("bank-channel");
            Client analyst = one.client("analyst");
            List<Supplier<Client>> both = List.of(() -> analyst, () -> analyst.at(other));
            List<StreamReader> readers = IntStream.range(0, 10)
                    .mapToObj(seed -> new StreamReader(both, seed, 200))
                    .toList();
            raceForCaseIds(client, client.at(other), 702_000);
            Together.run(8, writer -> {
                for (int i = 0; i < 50; i++) {
                    (writer % 2 == 0 ? client : client.at(other))
                            .complain("STREAMS", writer + "-" + i)
                            .expect(201);
                }
            });
            long head = Long.parseLong(
                    database.query("select max(global_index) from domain_event").get(0));
            for (StreamReader reader : readers) {
                await("all events").atMost(UNTIL_TAKEN_OVER).until(() -> reader.last() >= head);
                reader.requireAllOf(database);
                assertThat(reader.connections()).isGreaterThan(1);
            }
        }

        /**
         * Either the cancellation comes in time, and the card management system never hears of the order; or it is
         * refused, and the order is carried out. An approval that comes after the cancellation is refused; one that came
         * before it was not in vain only if processing began in between.
         */
        @Test
        void cancellationAndApprovalExcludeEachOther() {
            Client channel = one.client("bank-channel");
            Client agent = one.client("bank-agent").at(other);
            List<String> canceled = new ArrayList<>();
            List<String> carriedOut = new ArrayList<>();
            String card = "CARD-0002";
            for (int round = 0; round < CANCELLATIONS; round++) {
                String order = ORDERS + "card-replacements/"
                        + channel.post(
                                        ORDERS + "card-replacements",
                                        Map.of("card-id", card, "replacement-reason", "damaged-card"))
                                .expect(202)
                                .text("id");
                int looks = (round % 10) * (round % 10) / 2;
                List<Answer> answers = Together.run(
                        List.of(() -> agent.putWithoutBody(order + "/approve"), () -> cancel(channel, order, looks)));
                Answer approval = answers.get(0);
                Answer cancellation = answers.get(1);

                String id = order.substring(order.lastIndexOf('/') + 1);
                if (cancellation.status() == 204) {
                    canceled.add(id);
                    if (approval.status() != 204) {
                        assertThat(approval.expect(409).text("problem")).isEqualTo("request-status-not-eligible");
                    }
                    assertThat(channel.get(order).expect(200).text("status")).isEqualTo("canceled");
                } else {
                    carriedOut.add(id);
                    assertThat(cancellation.expect(409).text("problem"))
                            .isEqualTo("request-status-not-eligible-for-cancelation");
                    approval.expect(204);
                    await("the outcome of " + order)
                            .atMost(PATIENCE)
                            .pollInterval(Duration.ofMillis(20))
                            .until(() -> channel.get(order).text("status").equals("external-processing-succeded"));
                    card = cardMadeBy(partners, id);
                }
            }
            assertThat(canceled).isNotEmpty();
            assertThat(carriedOut).isNotEmpty();

            await("the end of all tasks").atMost(PATIENCE).until(() -> database.query(
                            "select work_item_id from card_system_order where approved_at is not null")
                    .isEmpty());
            List<JsonNode> requests = requests(partners);
            assertThat(requests)
                    .extracting(request -> request.required("work-item-id").asString())
                    .containsOnlyOnceElementsOf(carriedOut)
                    .doesNotContainAnyElementsOf(canceled);
            assertThat(requests).allSatisfy(request -> {
                assertThat(request.required("asked").asInt()).isEqualTo(1);
                assertThat(request.required("effects").asInt()).isEqualTo(1);
            });
            assertThat(canceled).allSatisfy(id -> assertThat(
                            channel.get(ORDERS + "card-replacements/" + id).text("status"))
                    .isEqualTo("canceled"));
        }

        @Test
        void oneNodeIsKilledAndTheOtherCarriesOn() {
            DocketProcess killed = ownerOfCases();
            DocketProcess survivor = killed == one ? other : one;
            Client client = survivor.client("bank-channel");
            WebhookReceiver receiver = WebhookReceiver.start();
            long before = head();
            // Whoever takes the request is the first that could send.
            survivor.client("analyst")
                    .at(killed)
                    .post(
                            "/events/subscriptions",
                            Map.of(
                                    "url",
                                    receiver.url().toString(),
                                    "secret",
                                    WebhookReceiver.SECRET,
                                    "kinds",
                                    List.of("cases"),
                                    "after",
                                    before))
                    .expect(201);
            writeHereAndReadThere(client.at(killed), client, "SURVIVOR", 0);
            await("the first events").atMost(PATIENCE).until(() -> !receiver.received()
                    .isEmpty());
            killed.kill9();

            Answer created = client.complain("SURVIVOR", "round 1").expect(201);
            Answer list = await("the projections to be taken over")
                    .atMost(UNTIL_TAKEN_OVER)
                    .until(() -> listOf(client, "SURVIVOR", created), answer -> answer.status() != 503);
            assertThat(list.expect(200).json().required("total-count").asInt()).isEqualTo(2);
            client.getCase(created.text("id")).expect(200);
            for (int round = 2; round < 20; round++) {
                writeHereAndReadThere(client, client, "SURVIVOR", round);
            }

            DocketProcess back = DOCKETS.start(killed.settings());
            if (killed == one) {
                one = back;
            } else {
                other = back;
            }
            writeHereAndReadThere(client.at(back), client, "SURVIVOR", 20);
            writeHereAndReadThere(client, client.at(back), "SURVIVOR", 21);
            assertAllPushed(receiver, before);
            receiver.close();
        }

        private static long head() {
            return Long.parseLong(
                    database.query("select max(global_index) from domain_event").get(0));
        }

        /** Whichever process sends: all of them, of each case in their order. */
        private static void assertAllPushed(WebhookReceiver receiver, long before) {
            Set<Long> positions = database
                    .query("select global_index from domain_event where type = 'Case' and global_index > " + before)
                    .stream()
                    .map(Long::valueOf)
                    .collect(Collectors.toSet());
            await("all events").atMost(UNTIL_TAKEN_OVER).untilAsserted(() -> assertThat(receiver.received())
                    .extracting(Received::position)
                    .containsAll(positions));
            assertThat(receiver.received()).allMatch(Received::genuine);
        }

        private static DocketProcess ownerOfCases() {
            String owner = database.query("select owner from projection_position where processor_name = 'cases'")
                    .get(0);
            return owner.startsWith(one.pid() + "@") ? one : other;
        }
    }

    /** The same, with the events in an Axon Server. */
    @Nested
    class OnTwoNodesWithAxonServer {

        private static Client client;
        private static Client onOther;
        private static Client reseller;
        private static Client resellerOnOther;

        @BeforeAll
        static void startBothAtOnce() throws IOException {
            RunningAxonServer.Log log = RunningAxonServer.newLog();
            Database database = PostgreSql.newDatabase();
            Simulators simulators = DOCKETS.startPartners();
            Nodes nodes = Nodes.start(
                    settings -> settings.on(database).recordedIn(log).with(simulators));
            client = nodes.one.client("bank-channel");
            onOther = client.at(nodes.other);
            reseller = nodes.one.client("reseller-acme");
            resellerOnOther = reseller.at(nodes.other);
        }

        @Test
        void oneOfTwoCasesWithTheSameIdIsCreated() {
            raceForCaseIds(client, onOther, 703_000);
        }

        @Test
        void twoRequestsWithTheSameKeyHaveOneEffect() {
            raceForKeys(client, onOther);
        }

        @Test
        void ofTwentyTopUpsFiveAreTakenWhereFiveHaveRoom() {
            raceForTheLastSubscriptions(reseller, resellerOnOther);
        }

        @Test
        void ofFiftyEqualOrdersOneIsTaken() {
            raceForOrders(client, onOther);
        }

        @Test
        void whatOneNodeWritesIsReadOnTheOtherAtOnce() {
            for (int round = 0; round < ROUNDS; round++) {
                writeHereAndReadThere(client, onOther, "NODES", round);
                writeHereAndReadThere(onOther, client, "NODES-BACK", round);
            }
        }
    }

    /** Two that accept each other's tokens. */
    private record Nodes(DocketProcess one, DocketProcess other) {

        static Nodes start(UnaryOperator<DocketSettings> more) throws IOException {
            DocketSettings settings = more.apply(DocketSettings.in(DOCKETS.newFolder()))
                    .with("DOCKET_AUTHORIZATIONSERVER_ISSUER", "http://docket.example")
                    .patient();
            DocketSettings otherSettings = more.apply(DocketSettings.in(DOCKETS.newFolder()))
                    .with("DOCKET_AUTHORIZATIONSERVER_ISSUER", "http://docket.example")
                    .patient();
            DocketProcess one = DOCKETS.launch(settings);
            var key = settings.signingKey();
            await("a signing key")
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() ->
                            Files.isRegularFile(key) && Files.readString(key).endsWith("}"));
            Files.createDirectories(otherSettings.data());
            Files.copy(key, otherSettings.signingKey());
            DocketProcess other = DOCKETS.launch(otherSettings).awaitReady();
            return new Nodes(one.awaitReady(), other);
        }
    }

    private static void raceForOrders(Client one, Client other) {
        List<Client> nodes = List.of(one, other);
        raceForOrder(
                nodes,
                "additional-card-issuances",
                Map.of("authorized-customer-number", "1104977710344", "arrangement-number", "0064200001930"));
        raceForOrder(nodes, "card-replacements", Map.of("card-id", "CARD-0003", "replacement-reason", "damaged-card"));
    }

    private static void raceForOrder(List<Client> nodes, String collection, Map<String, String> order) {
        List<Answer> answers = Together.run(IntStream.range(0, EQUAL_ORDERS)
                .<Callable<Answer>>mapToObj(
                        number -> () -> nodes.get(number % nodes.size()).post(ORDERS + collection, order))
                .toList());

        assertThat(answers).filteredOn(answer -> answer.status() == 202).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() != 202).allSatisfy(refused -> assertThat(
                        refused.expect(409).text("problem"))
                .isEqualTo("request-already-exists"));
    }

    /** Cancels an order after having looked at it a few times. */
    private static Answer cancel(Client client, String order, int looks) {
        for (int i = 0; i < looks; i++) {
            client.get(order).expect(200);
        }
        return client.putWithoutBody(order + "/cancel");
    }

    private static String cardMadeBy(Partners partners, String id) {
        return requests(partners).stream()
                .filter(request -> request.required("work-item-id").asString().equals(id))
                .map(request -> request.required("new-card-id").asString())
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonNode> requests(Partners partners) {
        return partners.done("card-system", "processed-requests");
    }

    private static void raceForCaseIds(Client one, Client other, int firstId) {
        for (int round = 0; round < ROUNDS; round++) {
            String caseId = "WI%010d".formatted(firstId + round);
            List<Answer> answers = Together.run(
                    List.of(() -> complainWithId(one, caseId, "one"), () -> complainWithId(other, caseId, "other")));

            assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(201, 409);
            Answer refused = answers.get(answers.get(0).status() == 409 ? 0 : 1);
            assertThat(refused.text("problem")).isEqualTo("case-already-exists");
            String winner = answers.get(0).status() == 201 ? "one" : "other";
            assertThat(one.getCase(caseId).expect(200).text("details")).isEqualTo(winner);
            assertThat(other.get(Client.ROOT + "/cases/" + caseId + "/history")
                            .expect(200)
                            .items())
                    .hasSize(1);
        }
    }

    private static Answer complainWithId(Client client, String caseId, String details) {
        return client.post(
                Client.ROOT + "/complaints", Map.of("case-id", caseId, "customer-id", "RACE", "details", details));
    }

    private static void raceForKeys(Client one, Client other) {
        for (int round = 0; round < ROUNDS; round++) {
            String key = "race-" + round;
            List<Answer> answers =
                    Together.run(List.of(() -> complainWithKey(one, key), () -> complainWithKey(other, key)));

            List<Answer> first = answers.stream()
                    .filter(answer -> !answer.isStillRunning() && !answer.isReplayed())
                    .toList();
            assertThat(first).hasSize(1);
            String id = first.get(0).expect(201).text("id");
            assertThat(answers).filteredOn(Answer::isReplayed).allSatisfy(replayed -> assertThat(replayed.text())
                    .isEqualTo(first.get(0).text()));
            Answer again = complainWithKey(other, key).expect(201);
            assertThat(again.isReplayed()).isTrue();
            assertThat(again.text()).isEqualTo(first.get(0).text());
            Answer found = listOf(one, key, again).expect(200);
            assertThat(found.items())
                    .extracting(item -> item.required("case-id").asString())
                    .containsExactly(id);
        }
    }

    /** The key is the customer's id too, so that what it led to can be found. */
    private static Answer complainWithKey(Client client, String key) {
        return client.post(Client.ROOT + "/complaints", Map.of("customer-id", key), "Idempotency-Key", key);
    }

    /** An eSIM can have 15 active data plans, and has 10. */
    private static void raceForTheLastSubscriptions(Client one, Client other) {
        String order =
                one.post(ESIM_ORDERS, esimOrder("NEW_ESIM", "")).expect(201).text("id");
        Answer ready = await("the eSIM")
                .atMost(UNTIL_TAKEN_OVER)
                .until(() -> one.get(ESIM_ORDERS + "/" + order), answer -> answer.text("status")
                        .equals("COMPLETED"));
        String iccid = ready.json().required("output").required("iccid").asString();
        String topUp = esimOrder("TOPUP", ", \"esim\": {\"iccid\": \"" + iccid + "\"}");
        for (int number = 2; number <= 10; number++) {
            one.post(ESIM_ORDERS, topUp).expect(201);
        }

        List<Answer> answers = Together.run(IntStream.range(0, 20)
                .<Callable<Answer>>mapToObj(number -> () -> (number % 2 == 0 ? one : other).post(ESIM_ORDERS, topUp))
                .toList());

        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(5);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 201)
                .hasSize(15)
                .allSatisfy(refused -> {
                    assertThat(refused.status()).isEqualTo(422);
                    assertThat(refused.text("type")).isEqualTo("SUBSCRIPTION_LIMIT_REACHED");
                });
    }

    private static String esimOrder(String operation, String more) {
        return """
                {"input": {"operationType": "%s", "countryCode": "PT", "customer": {"email": "racer@example.com"},
                  "device": {"type": "ios", "id": "1"}, "subscriptions": [{"id": "a3u3z000000PZBhAAO"}]%s}}
                """.formatted(operation, more);
    }

    private static void writeHereAndReadThere(Client here, Client there, String customer, int round) {
        Answer created = here.complain(customer, "round " + round).expect(201);
        assertThat(there.getCase(created.text("id")).expect(200).text("details"))
                .isEqualTo("round " + round);
        assertThat(listOf(there, customer, created)
                        .expect(200)
                        .json()
                        .required("total-count")
                        .asInt())
                .isEqualTo(round + 1);
    }

    private static Answer listOf(Client client, String customer, Answer after) {
        return client.get(
                Client.ROOT + "/cases?customer-id=" + customer, "Consistency-Token", after.header("Consistency-Token"));
    }
}
