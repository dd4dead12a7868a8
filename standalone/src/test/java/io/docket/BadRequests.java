package io.docket;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.ApiClient.Request;
import io.docket.platform.testing.http.RawRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.function.UnaryOperator;

/** Tables of invalid requests: what each is answered, and that it leaves no event. */
abstract class BadRequests extends RunningDocket {

    static final String NOT_JSON = "The body is not well-formed JSON.";

    /** One invalid request; {@code error} is what is wrong with the field {@code tag}, or else the detail. */
    record Row(String method, String path, UnaryOperator<Request> request, int status, String tag, String error) {

        @Override
        public String toString() {
            return method + " " + path + " " + tag + " " + error;
        }
    }

    static Row field(String method, String path, String json, String tag, String error) {
        return new Row(method, path, request -> request.json(json), 400, tag, error);
    }

    static Row query(String path, String tag, String error) {
        return new Row("GET", path, request -> request, 400, tag, error);
    }

    static Row type(String method, String path, String contentType) {
        return new Row(
                method,
                path,
                request -> request.body(contentType, BodyPublishers.ofString("{\"customer-id\":\"c\"}")),
                415,
                "",
                "The body must be application/json.");
    }

    /** The client is told so, and nothing is stored. */
    final Answer assertTold(Row row) {
        Answer answer = row.request
                .apply(as("bank-agent").request(row.method, row.path))
                .send();

        if (row.tag.isEmpty()) {
            assertProblem(answer, row.status, row.status == 415 ? "Unsupported Media Type" : "Bad Request", row.error);
        } else {
            assertThat(answer.status()).as(answer.toString()).isEqualTo(row.status);
            assertThat(answer.json().get("title").asString()).isEqualTo("Bad Request");
            assertThat(answer.json().get("status").asInt()).isEqualTo(400);
            assertThat(answer.json().get("detail").asString()).isEqualTo("The request has invalid fields.");
            assertThat(answer.json().get("errors").valueStream().toList())
                    .as(answer.text())
                    .anySatisfy(error -> {
                        assertThat(error.get("tag").asString()).isEqualTo(row.tag);
                        assertThat(error.get("error").asString()).isEqualTo(row.error);
                        assertThat(error.get("message").asString()).isNotBlank();
                    });
        }
        assertNoNewEvents();
        return answer;
    }

    /** The errors of an answer, each as the field and what is wrong with it. */
    static List<String> errors(Answer answer) {
        return answer.json()
                .get("errors")
                .valueStream()
                .map(error ->
                        error.get("tag").asString() + " " + error.get("error").asString())
                .toList();
    }

    final Answer raw(String method, String target, String headers) {
        return RawRequest.send(
                anonymous().server(),
                method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                        + anonymous().tokenOf("bank-agent") + "\r\n" + headers + "\r\n");
    }
}
