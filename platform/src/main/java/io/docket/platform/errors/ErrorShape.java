package io.docket.platform.errors;

import java.util.Locale;
import org.springframework.http.MediaType;

/** How an API words its errors. */
public interface ErrorShape {

    /** Problem documents (RFC 9457), the form of all APIs that have none of their own. */
    ErrorShape PROBLEM = new ProblemShape();

    /** A literal and messages, as eSIM resellers know them: {@code {"type", "messages"}}. */
    ErrorShape TYPE_AND_MESSAGES = new TypeAndMessagesShape();

    /**
     * A cause for the client and a message for its customer, as ON-API has them: {@code {"cause", "message"}}.
     *
     * @param messages the base name of the resource bundles with a message for each field, and one for
     *     {@code request}
     */
    static ErrorShape causeAndMessage(String messages) {
        return new CauseShape(messages);
    }

    MediaType mediaType();

    /**
     * The body of an answer.
     *
     * @param language of messages that the client's customer reads
     */
    Object body(Failure failure, Locale language);
}
