package io.docket.platform.idempotency;

import io.docket.platform.eventstore.TransactionParticipant;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;

/**
 * The right to answer, as the only one, the request with a certain key. It is lost to another attempt when it is not used
 * for a while, as after a crash.
 *
 * @param caller who sent the request
 * @param path its method and path, or their digest; up to 255 characters
 * @param key the value of {@code Idempotency-Key}
 * @param attempt tells this attempt from others
 */
public record IdempotencyClaim(String caller, String path, String key, String attempt) {

    private static final String ATTRIBUTE = IdempotencyClaim.class.getName();
    private static final String SETTLED = ATTRIBUTE + ".settled";
    private static final String DOUBT = ATTRIBUTE + ".doubt";

    /** The claim under which a request is being answered; none if it came without a key. */
    public static Optional<IdempotencyClaim> of(HttpServletRequest request) {
        return Optional.ofNullable((IdempotencyClaim) request.getAttribute(ATTRIBUTE));
    }

    void attachTo(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** Marks that the answer to the request has been kept, together with its events. */
    public void settle(HttpServletRequest request) {
        request.setAttribute(SETTLED, true);
    }

    /** Marks that nobody knows yet whether the answer to the request has been kept. */
    public void doubt(HttpServletRequest request) {
        request.setAttribute(DOUBT, true);
    }

    boolean isInDoubt(HttpServletRequest request) {
        return request.getAttribute(DOUBT) != null;
    }

    boolean isSettled(HttpServletRequest request) {
        return request.getAttribute(SETTLED) != null;
    }

    /** Keeps the answer in the transaction that appends the events: both are kept, or neither. */
    public TransactionParticipant answerWith(Answer answer) {
        return new TransactionParticipant(
                () -> List.of(KeptAnswer.of(this, answer)), IdempotencyStore.completion(this, answer));
    }
}
