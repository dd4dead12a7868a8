package io.docket.simulators.cardsystem;

import io.docket.simulators.http.Answer;
import io.docket.simulators.http.PageOf;
import io.docket.simulators.http.Protocol;
import io.docket.simulators.http.RecordMap;
import io.docket.simulators.http.Records;
import io.docket.simulators.http.Request;
import io.docket.simulators.http.Simulator;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A bank's card management system: keeps its cards, makes new ones, and does what a key asks for once.
 *
 * <p>A card that it has not heard of is taken to be one that the bank made before. A terminated card is refused everything
 * but a suspension, which changes nothing then.
 */
public final class CardManagementSystem implements Simulator {

    private static final String ROOT = "/card-requests";

    private final Records records;
    private final RecordMap<String, Card> cards;
    private final RecordMap<Long, ProcessedRequest> requests;
    private final RecordMap<String, Long> numbers;
    private final Protocol protocol = Protocol.of("card-system.yaml");
    private final Clock clock;

    public CardManagementSystem(Records records, Clock clock) {
        this.records = records;
        this.clock = clock;
        cards = records.of("cards", Card.class);
        requests = records.of("card-requests", ProcessedRequest.class);
        numbers = records.of("card-request-numbers", Long.class);
    }

    @Override
    public String root() {
        return ROOT;
    }

    @Override
    public @Nullable String functionOf(Request request) {
        return request.method().equals("POST") && request.path().equals(ROOT) ? "card-requests" : null;
    }

    @Override
    public Answer answer(Request request, @Nullable String refusal) {
        if (functionOf(request) == null) {
            return Answer.of(404);
        }
        String key = request.header("Idempotency-Key");
        if (key == null || key.isBlank()) {
            protocol.violated("no Idempotency-Key");
            return Answer.problem(400, "Idempotency-Key is required");
        }
        ObjectNode body = protocol.read(request, "Request");
        if (body == null) {
            return Answer.problem(400, "The request is not as card-system.yaml says");
        }
        ProcessedRequest processed = numbers.find(key)
                .flatMap(requests::find)
                .map(ProcessedRequest::askedAgain)
                .orElseGet(() -> process(key, body, refusal));
        numbers.put(key, processed.number());
        requests.put(processed.number(), processed);
        return answer(processed);
    }

    private ProcessedRequest process(String key, ObjectNode body, @Nullable String ordered) {
        String kind = body.required("kind").asString();
        String cardId = body.path("card-id").stringValue(null);
        Card card = cardId == null
                ? null
                : cards.find(cardId)
                        .orElse(new Card(cardId, body.required("serial-number").asString(), ""));
        boolean terminated = card != null && card.status().equals(Card.TERMINATED);
        boolean needless = terminated && kind.equals("card-suspension");
        String refusal = ordered == null && terminated && !needless ? "The card is terminated" : ordered;
        boolean takesEffect = refusal == null && !needless;
        Card newCard = takesEffect && makesCard(kind) ? draw() : null;
        if (takesEffect && card != null) {
            card = card.with(statusAfter(kind));
            cards.put(card.cardId(), card);
        }
        return new ProcessedRequest(
                records.next("card-requests"),
                key,
                body.required("work-item-id").asString(),
                kind,
                cardId,
                card == null || card.status().isEmpty() ? null : card.status(),
                refusal,
                newCard == null ? null : newCard.cardId(),
                newCard == null ? null : newCard.serialNumber(),
                1,
                takesEffect ? 1 : 0,
                clock.instant());
    }

    private static boolean makesCard(String kind) {
        return kind.equals("additional-card-issuance") || kind.equals("card-replacement");
    }

    private static String statusAfter(String kind) {
        return switch (kind) {
            case "card-activation", "card-deblockade" -> Card.ACTIVE;
            case "card-blockade", "card-suspension" -> Card.SUSPENDED;
            case "card-termination", "card-replacement" -> Card.TERMINATED;
            default -> throw new IllegalArgumentException(kind);
        };
    }

    /** The count is never behind the clock, so that one that has lost its file makes no card that it made before. */
    private Card draw() {
        long number = records.next("cards", clock.instant().getEpochSecond());
        var card = new Card("CARD-" + number, "%010d".formatted(number), Card.ISSUED);
        cards.put(card.cardId(), card);
        return card;
    }

    private static Answer answer(ProcessedRequest processed) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        if (processed.refusal() != null) {
            return Answer.json(422, body.put("reason", processed.refusal()));
        }
        if (processed.newCardId() != null) {
            body.putObject("new-card")
                    .put("card-id", processed.newCardId())
                    .put("serial-number", processed.newSerialNumber());
        }
        return Answer.json(200, body);
    }

    @Override
    public ObjectNode done(PageOf page) {
        return protocol.done("processed-requests", requests, page);
    }
}
