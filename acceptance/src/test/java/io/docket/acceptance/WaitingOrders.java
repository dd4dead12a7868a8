package io.docket.acceptance;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Two hundred orders for cards of their own, and on arrangements of their own, in lanes that keep their order; and some
 * that are cancelled while they wait.
 */
final class WaitingOrders {

    static final int COUNT = 200;

    private static final String ROOT = "/customer-order/";
    private static final int CLIENTS = 8;
    private static final int ISSUED = 30;
    private static final int ACTIVE = 30;
    private static final int SUSPENDED = 20;
    private static final int ARRANGEMENTS = 8;
    private static final int PERSONS = 5;

    private final String name;
    private final Client channel;
    private final Client agent;

    /** The orders by what they are for, a card or an arrangement, each in the order of its approval. */
    private final Map<String, List<String>> lanes = new ConcurrentHashMap<>();

    private final Map<String, String> collections = new ConcurrentHashMap<>();
    private final Set<String> canceled = ConcurrentHashMap.newKeySet();

    private WaitingOrders(String name, Client channel, Client agent) {
        this.name = name;
        this.channel = channel;
        this.agent = agent;
    }

    /** Settings with the customers, arrangements and cards that the orders with these names are for. */
    static DocketSettings withReferenceData(DocketSettings settings, String... names) {
        List<Map<String, String>> customers = new ArrayList<>();
        customers.add(Map.of("number", "OWNER", "name", "Branislav Vukovic"));
        numbered("P", PERSONS).forEach(person -> customers.add(Map.of("number", person, "name", "Mileva Grujic")));
        List<Map<String, String>> arrangements = new ArrayList<>();
        List<Map<String, String>> cards = new ArrayList<>();
        for (String name : names) {
            numbered(name + "-arrangement-", ARRANGEMENTS)
                    .forEach(number -> arrangements.add(
                            Map.of("number", number, "owner-customer-number", "OWNER", "product-code", "MasterCard")));
            Map.of("issued", ISSUED, "active", ACTIVE, "suspended", SUSPENDED)
                    .forEach((status, count) -> numbered(name + "-" + status + "-", count)
                            .forEach(card -> cards.add(Map.of(
                                    "card-id",
                                    card,
                                    "serial-number",
                                    card,
                                    "customer-number",
                                    "OWNER",
                                    "arrangement-number",
                                    name + "-arrangement-0",
                                    "status",
                                    status))));
        }
        return settings.withFile("DOCKET_CARDORDERS_CUSTOMERS", "customers.yaml", customers)
                .withFile("DOCKET_CARDORDERS_ARRANGEMENTS", "arrangements.yaml", arrangements)
                .withFile("DOCKET_CARDORDERS_CARDS", "cards.yaml", cards);
    }

    private static Stream<String> numbered(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(number -> prefix + number);
    }

    /** Requests all of them; several clients at once, and for each card, or arrangement, one after the other. */
    static WaitingOrders request(String name, DocketProcess docket) {
        var orders = new WaitingOrders(name, docket.client("bank-channel"), docket.client("bank-agent"));
        List<Runnable> work = new ArrayList<>();
        orders.inLanes("-issued-", ISSUED, orders::activateAndReplace, work);
        orders.inLanes("-active-", ACTIVE, orders::blockAndTerminate, work);
        orders.inLanes("-suspended-", SUSPENDED, orders::deblockAndReplace, work);
        orders.inLanes("-arrangement-", ARRANGEMENTS, orders::issueForEverybody, work);
        Together.run(CLIENTS, client -> {
            for (int i = client; i < work.size(); i += CLIENTS) {
                work.get(i).run();
            }
        });
        return orders;
    }

    private void inLanes(String kind, int count, Consumer<String> requests, List<Runnable> work) {
        numbered(name + kind, count).forEach(lane -> {
            lanes.put(lane, new ArrayList<>());
            work.add(() -> requests.accept(lane));
        });
    }

    private void activateAndReplace(String card) {
        waits(card, request("card-activations", Map.of("card-id", card)));
        waits(card, approved(request("card-replacements", replacement(card))));
    }

    private void blockAndTerminate(String card) {
        waits(card, request("card-blockades", Map.of("card-id", card, "blockade-reason", "temporary-blockage")));
        waits(card, request("card-terminations", Map.of("card-id", card)));
    }

    /** Carried out, the termination between them would have the replacement refused. */
    private void deblockAndReplace(String card) {
        waits(card, request("card-deblockades", Map.of("card-id", card)));
        String termination = request("card-terminations", Map.of("card-id", card));
        waits(card, approved(request("card-replacements", replacement(card))));
        channel.putWithoutBody(path(termination) + "/cancel").expect(204);
        canceled.add(termination);
    }

    private static Map<String, String> replacement(String card) {
        return Map.of("card-id", card, "replacement-reason", "damaged-card");
    }

    private void issueForEverybody(String arrangement) {
        numbered("P", PERSONS)
                .forEach(person -> waits(
                        arrangement,
                        approved(request(
                                "additional-card-issuances",
                                Map.of("authorized-customer-number", person, "arrangement-number", arrangement)))));
    }

    private void waits(String lane, String id) {
        requireNonNull(lanes.get(lane)).add(id);
    }

    private String request(String collection, Map<String, String> body) {
        String correlationId = name + "-" + String.join("-", body.values());
        String id = channel.post(ROOT + collection, body, "X-Correlation-ID", correlationId)
                .expect(202)
                .text("id");
        collections.put(id, collection);
        return id;
    }

    private String approved(String id) {
        agent.putWithoutBody(path(id) + "/approve").expect(204);
        return id;
    }

    /** The orders for one card, or on one arrangement, in the order of their approval. */
    Collection<List<String>> lanes() {
        return lanes.values();
    }

    /** All that were not cancelled. */
    List<String> ids() {
        return lanes.values().stream().flatMap(List::stream).toList();
    }

    Set<String> canceled() {
        return canceled;
    }

    String path(String id) {
        return ROOT + requireNonNull(collections.get(id)) + "/" + id;
    }
}
