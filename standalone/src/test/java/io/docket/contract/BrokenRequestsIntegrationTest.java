package io.docket.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.docket.RunningDocket;
import io.docket.platform.contract.TokenIssuer;
import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.ApiClient.Request;
import io.docket.platform.testing.http.PublishedContract.Operation;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/**
 * Whatever the published document forbids is refused: the client is told what is wrong, and nothing else, in the form of
 * the API, and nothing is stored. What the document cannot say is in the tests of bad requests of each API.
 */
class BrokenRequestsIntegrationTest extends RunningDocket {

    @Autowired
    private TokenIssuer clients;

    @TestFactory
    Stream<DynamicTest> whatTheDocumentForbidsIsRefused() {
        return anonymous().contract().operations().stream()
                .map(operation -> dynamicTest(operation.toString(), () -> refuseAll(operation)));
    }

    private void refuseAll(Operation operation) {
        List<BrokenRequest> requests = BrokenRequests.of(anonymous().contract(), operation);
        assertThat(requests).isNotEmpty();
        assertThat(requests.stream().flatMap(request -> trouble(operation, request).stream()))
                .as("of %d requests", requests.size())
                .isEmpty();
        assertNoNewEvents();
    }

    private Optional<String> trouble(Operation operation, BrokenRequest broken) {
        String client = allowedFor(operation);
        Request request = as(client).request(broken.method(), broken.path());
        broken.headers().forEach(request::header);
        if (broken.body() != null && broken.contentType() != null) {
            request.body(broken.contentType(), BodyPublishers.ofString(broken.body()));
        }
        Answer answer = request.send();
        return answer.status() == broken.status() && isTold(broken, answer)
                ? Optional.empty()
                : Optional.of("\n" + broken + " -> " + answer);
    }

    private String allowedFor(Operation operation) {
        return clients.demoClients().entrySet().stream()
                .filter(client ->
                        operation.scopes().isEmpty() || !Collections.disjoint(client.getValue(), operation.scopes()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new AssertionError("No demo client has a scope of " + operation));
    }

    private static boolean isTold(BrokenRequest broken, Answer answer) {
        return switch (broken.status()) {
            case 404 -> true;
            case 405 -> broken.errors().contains(answer.header("Allow"));
            default -> isTold(broken, answer.json());
        };
    }

    /** In whichever form the API has. */
    private static boolean isTold(BrokenRequest broken, JsonNode answer) {
        if (answer.has("cause")) {
            String cause = answer.get("cause").asString();
            return broken.tag().isEmpty()
                    ? broken.errors().contains(cause)
                    : cause.equals("Bad " + broken.tag().replace("[0]", ""));
        }
        if (answer.has("messages")) {
            JsonNode messages = answer.get("messages");
            String message = messages.path(0).asString("");
            return messages.size() == 1
                    && (broken.tag().isEmpty()
                            ? broken.errors().contains(message)
                            : message.startsWith(broken.tag() + " ")
                                    && answer.get("type").asString().equals("INVALID_REQUEST_PARAMS"));
        }
        if (broken.tag().isEmpty()) {
            return broken.errors().contains(answer.path("detail").asString(""));
        }
        JsonNode errors = answer.path("errors");
        return errors.size() == 1
                && errors.at("/0/tag").asString("").equals(broken.tag())
                && broken.errors().contains(errors.at("/0/error").asString(""))
                && !errors.at("/0/message").asString("").isBlank();
    }
}
