package io.docket.acceptance;

import io.docket.acceptance.Deed.Kind;
import io.docket.platform.testing.http.Answer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Clients that have things done in all contexts, at a moderate rate, and enter in a ledger what they are told. With an
 * Idempotency-Key they send a request again, to one process and the other, until it is acknowledged; without one they send
 * it once.
 */
final class Writers {

    private static final int CARDS = 6000;
    private static final String OWNER = "OWNER";
    private static final String ACCESS = "8732c2f065e2490babce820e94b1011a";

    /** Of each client. */
    private static final Duration BETWEEN_DEEDS = Duration.ofMillis(150);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** How long requests with a key are still sent again after the end. */
    private static final Duration UNTIL_SETTLED = Duration.ofSeconds(60);

    private static final int ATTACHMENTS_OF_A_CASE = 20;

    private static final Instant FIRST_LEAD = Instant.parse("2021-05-03T20:31:15Z");

    private final List<Node> nodes;
    private final Ledger ledger;
    private final AtomicInteger cards = new AtomicInteger();
    private final AtomicInteger leads = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private final Consumer<Ledger.Entry> acknowledged;

    private volatile boolean over;
    private volatile long end;

    /**
     * Starts writing.
     *
     * @param perNode how many clients have each node as the one that they speak to first
     * @param acknowledged is told what is done
     */
    Writers(List<Node> nodes, int perNode, Ledger ledger, Consumer<Ledger.Entry> acknowledged) {
        this.nodes = List.copyOf(nodes);
        this.ledger = ledger;
        this.acknowledged = acknowledged;
        for (Node node : nodes) {
            for (int number = 0; number < perNode; number++) {
                var writer = new Writer(node, "w" + node + number);
                var thread = new Thread(writer::run, writer.name);
                threads.add(thread);
                thread.start();
            }
        }
    }

    /** Settings with the cards that are ordered for. */
    static DocketSettings withReferenceData(DocketSettings settings) {
        return settings.withFile(
                        "DOCKET_CARDORDERS_CUSTOMERS",
                        "customers.yaml",
                        List.of(Map.of("number", OWNER, "name", "Branislav Vukovic")))
                .withFile(
                        "DOCKET_CARDORDERS_ARRANGEMENTS",
                        "arrangements.yaml",
                        List.of(Map.of("number", "1", "owner-customer-number", OWNER, "product-code", "MasterCard")))
                .withFile(
                        "DOCKET_CARDORDERS_CARDS",
                        "cards.yaml",
                        Stream.of("active", "suspended")
                                .flatMap(status -> IntStream.range(0, CARDS)
                                        .mapToObj(number -> card(status + "-" + number, status)))
                                .toList());
    }

    private static Map<String, String> card(String id, String status) {
        return Map.of(
                "card-id",
                id,
                "serial-number",
                id,
                "customer-number",
                OWNER,
                "arrangement-number",
                "1",
                "status",
                status);
    }

    /** Begins nothing new, and waits until what was begun is settled. */
    void close() {
        end = System.nanoTime() + UNTIL_SETTLED.toNanos();
        over = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private final class Writer {

        private final Node home;
        private final String name;
        private final Random random;
        private @Nullable String lastCase;
        private int attachments;
        private int turn;
        private int deeds;

        Writer(Node home, String name) {
            this.home = home;
            this.name = name;
            random = new Random(name.hashCode());
            turn = random.nextInt(20);
        }

        void run() {
            while (!over) {
                long next = System.nanoTime() + BETWEEN_DEEDS.toNanos();
                round();
                LockSupport.parkNanos(next - System.nanoTime());
            }
        }

        /** Everything in turns; cases most often. */
        private void round() {
            switch (turn++ % 20) {
                case 3 -> blockAndTerminate();
                case 7, 17 -> deblockAndReportLost();
                case 9 -> orderEsim();
                case 13 -> sendLead();
                case 5, 11, 15 -> changeResolution();
                case 1, 4, 6, 10, 14, 16 -> attach();
                default -> complain();
            }
        }

        private void complain() {
            Ledger.Entry entry = perform(Deed.complaint(marker("complaint"), random.nextInt(3) > 0));
            if (entry.isAcknowledged()) {
                lastCase = entry.answer().text("id");
                attachments = 0;
            }
        }

        private void attach() {
            String caseId = lastCase;
            if (caseId == null || ++attachments > ATTACHMENTS_OF_A_CASE) {
                complain();
                return;
            }
            String marker = marker("attachment");
            perform(
                    Kind.ATTACHMENT,
                    marker,
                    random.nextInt(3) > 0,
                    Client.ROOT + "/cases/" + caseId + "/attachments",
                    Map.of("file-id", marker, "file-name", "contract.pdf"));
        }

        private void changeResolution() {
            String caseId = lastCase;
            if (caseId == null) {
                complain();
                return;
            }
            String marker = marker("resolution");
            perform(Kind.RESOLUTION, marker, true, Client.ROOT + "/cases/" + caseId, Map.of("resolution", marker));
        }

        /** The card management system refuses a blockade that comes after the termination. */
        private void blockAndTerminate() {
            String card = "active-" + cards.getAndIncrement();
            order(Kind.BLOCKADE, "card-blockades", Map.of("card-id", card, "blockade-reason", "temporary-blockage"));
            order(Kind.TERMINATION, "card-terminations", Map.of("card-id", card));
        }

        /** Whatever comes of the first order, in the end the card is not active. */
        private void deblockAndReportLost() {
            String card = "suspended-" + cards.getAndIncrement();
            order(Kind.DEBLOCKADE, "card-deblockades", Map.of("card-id", card));
            order(Kind.LOSS, "card-replacements", Map.of("card-id", card, "replacement-reason", "card-losses"));
        }

        private void order(Kind kind, String collection, Map<String, String> body) {
            perform(kind, marker(collection), true, "/customer-order/" + collection, body);
        }

        private void orderEsim() {
            String marker = marker("esim");
            perform(
                    Kind.ESIM,
                    marker,
                    true,
                    "/esim/v1/order",
                    Map.of(
                            "input",
                            Map.of(
                                    "operationType",
                                    "NEW_ESIM",
                                    "countryCode",
                                    "PT",
                                    "customer",
                                    Map.of("email", marker + "@example.com", "countryOfResidence", "US"),
                                    "device",
                                    Map.of("id", "123456789", "model", "iPhone", "type", "ios"),
                                    "subscriptions",
                                    List.of(Map.of("id", "a3mM0000000Dcmr")))));
        }

        private void sendLead() {
            perform(
                    Kind.LEAD,
                    marker("lead"),
                    true,
                    "/2.5/sp_spec/order/",
                    Map.of(
                            "coId",
                            "Acme",
                            "coAccessId",
                            ACCESS,
                            "operation",
                            "ACTIVATE",
                            "orderDateTime",
                            FIRST_LEAD.plusSeconds(leads.getAndIncrement()).toString(),
                            "requestedDateTime",
                            "2021-05-06T00:01:00Z",
                            "products",
                            List.of(Map.of("productId", ACCESS, "offeringId", ACCESS)),
                            "customerDetails",
                            Map.of(
                                    "personalIdentityNumber",
                                    "19811218-9876",
                                    "customerFirstname",
                                    "Anna",
                                    "customerEmail",
                                    "anna@example.com")));
        }

        private String marker(String what) {
            return name + "-" + what + "-" + deeds++;
        }

        private void perform(Kind kind, String marker, boolean keyed, String path, Map<String, ?> body) {
            perform(new Deed(kind, marker, keyed, path, body));
        }

        private Ledger.Entry perform(Deed deed) {
            Ledger.Entry entry = ledger.open(deed);
            int attempt = nodes.indexOf(home);
            do {
                Node node = nodes.get(attempt++ % nodes.size());
                Duration pause = attempt(entry, node);
                if (entry.isAcknowledged()) {
                    node.wrote();
                    acknowledged.accept(entry);
                    return entry;
                }
                LockSupport.parkNanos(pause.toNanos());
            } while (deed.keyed() && (!over || System.nanoTime() < end));
            return entry;
        }

        /** Tries, and returns how long to wait before the next time. */
        private Duration attempt(Ledger.Entry entry, Node node) {
            try {
                Answer answer =
                        entry.deed().send(node.client(entry.deed().kind().clientId()));
                entry.tell(node, answer);
                return retryAfter(answer);
            } catch (UncheckedIOException e) {
                entry.tell(node, e);
                return Duration.ofMillis(500);
            }
        }
    }

    private static Duration retryAfter(Answer answer) {
        long seconds =
                answer.headers().firstValue("Retry-After").map(Long::valueOf).orElse(1L);
        return seconds > LONGEST_PAUSE.toSeconds() ? LONGEST_PAUSE : Duration.ofSeconds(seconds);
    }
}
