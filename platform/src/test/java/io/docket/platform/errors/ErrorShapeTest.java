package io.docket.platform.errors;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.common.api.ErrorLiteral;
import io.docket.common.api.FieldError;
import io.docket.common.api.Refusal;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.json.JsonMapper;

class ErrorShapeTest {

    private static final Locale SWEDISH = Locale.forLanguageTag("sv");

    private static final Failure TWO_BAD_FIELDS = Failure.of(Refusal.invalid(List.of(
            new FieldError("order.name", ErrorLiteral.REQUIRED, "order.name is required."),
            new FieldError("order.size", ErrorLiteral.OUT_OF_RANGE, "order.size is out of range."))));
    private static final Failure BROKEN_RULE = Failure.of(Refusal.conflict("rule-broken", "A rule is broken."));

    @Nested
    class AProblemDocument {

        @Test
        void namesAllInvalidFields() {
            assertThat(rendered(ErrorShape.PROBLEM, TWO_BAD_FIELDS, Locale.ENGLISH))
                    .isEqualTo("""
                            {"title":"Bad Request","status":400,"detail":"The request has invalid fields.","errors":[\
                            {"tag":"order.name","error":"required","message":"order.name is required."},\
                            {"tag":"order.size","error":"out-of-range","message":"order.size is out of range."}]}""");
        }

        @Test
        void namesTheBrokenRule() {
            assertThat(rendered(ErrorShape.PROBLEM, BROKEN_RULE, Locale.ENGLISH))
                    .isEqualTo(
                            "{\"title\":\"Conflict\",\"status\":409,\"detail\":\"A rule is broken.\",\"problem\":\"rule-broken\"}");
        }

        @Test
        void saysThatAnOutcomeIsUnknown() {
            assertThat(rendered(ErrorShape.PROBLEM, Failure.unknownOutcome(), Locale.ENGLISH))
                    .contains("\"status\":503", "\"problem\":\"outcome-unknown\"", "Idempotency-Key");
        }
    }

    @Nested
    class TypeAndMessages {

        @Test
        void nameAllInvalidFields() {
            assertThat(rendered(ErrorShape.TYPE_AND_MESSAGES, TWO_BAD_FIELDS, Locale.ENGLISH))
                    .isEqualTo("""
                            {"type":"INVALID_REQUEST_PARAMS","messages":\
                            ["order.name is required.","order.size is out of range."]}""");
        }

        @Test
        void nameTheBrokenRule() {
            assertThat(rendered(ErrorShape.TYPE_AND_MESSAGES, BROKEN_RULE, Locale.ENGLISH))
                    .isEqualTo("{\"type\":\"rule-broken\",\"messages\":[\"A rule is broken.\"]}");
        }

        @Test
        void sayThatAnOutcomeIsUnknown() {
            assertThat(rendered(ErrorShape.TYPE_AND_MESSAGES, Failure.unknownOutcome(), Locale.ENGLISH))
                    .contains("\"type\":\"OUTCOME_UNKNOWN\"", "Idempotency-Key");
        }

        @Test
        void nameWhatHasNoLiteralByItsStatus() {
            assertThat(List.of(
                            type(HttpStatus.BAD_REQUEST),
                            type(HttpStatus.UNAUTHORIZED),
                            type(HttpStatus.FORBIDDEN),
                            type(HttpStatus.METHOD_NOT_ALLOWED),
                            type(HttpStatus.INTERNAL_SERVER_ERROR)))
                    .containsExactly(
                            "INVALID_HTTP_MESSAGE",
                            "UNAUTHORISED",
                            "ACCESS_DENIED",
                            "METHOD_NOT_ALLOWED",
                            "INTERNAL_ERROR");
        }

        private String type(HttpStatus status) {
            return JsonMapper.shared()
                    .readTree(rendered(ErrorShape.TYPE_AND_MESSAGES, Failure.of(status, null), Locale.ENGLISH))
                    .get("type")
                    .asString();
        }
    }

    @Nested
    class CauseAndMessage {

        private final ErrorShape shape = ErrorShape.causeAndMessage("messages/shape-test");

        @Test
        void nameTheFirstInvalidField() {
            assertThat(rendered(shape, TWO_BAD_FIELDS, Locale.ENGLISH))
                    .isEqualTo("{\"cause\":\"Bad order.name\",\"message\":\"The name is missing.\"}");
        }

        @Test
        void speakTheCustomersLanguage() {
            assertThat(rendered(shape, TWO_BAD_FIELDS, SWEDISH))
                    .isEqualTo("{\"cause\":\"Bad order.name\",\"message\":\"Namnet saknas på beställningen.\"}");
        }

        @Test
        void haveAMessageForWhatNoFieldIsToBlameFor() {
            assertThat(rendered(shape, Failure.of(HttpStatus.BAD_REQUEST, "No JSON."), Locale.ENGLISH))
                    .isEqualTo("{\"cause\":\"No JSON.\",\"message\":\"The order cannot be read.\"}");
        }

        @Test
        void tellTheCustomerNothingOfOtherFailures() {
            assertThat(rendered(shape, Failure.of(HttpStatus.FORBIDDEN, "Not yours."), SWEDISH))
                    .isEqualTo("{\"cause\":\"Not yours.\"}");
        }
    }

    private static String rendered(ErrorShape shape, Failure failure, Locale language) {
        return JsonMapper.shared().writeValueAsString(shape.body(failure, language));
    }
}
