package io.docket.platform.commands;

import static java.util.Objects.requireNonNull;

import io.docket.platform.database.Deadline;
import io.docket.platform.database.TimeLimits;
import io.docket.platform.errors.OutcomeUnknownException;
import io.docket.platform.eventstore.DenseEventStorageEngine;
import io.docket.platform.eventstore.TransactionParticipant;
import io.docket.platform.idempotency.Answer;
import io.docket.platform.idempotency.IdempotencyClaim;
import io.docket.platform.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.callbacks.FutureCallback;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends the command of a request, and answers the request with its result.
 *
 * <p>The answer is made before the events are committed and, where the request has an {@code Idempotency-Key}, kept in
 * the same transaction.
 */
@Component
public final class Commands {

    private static final String CONSISTENCY_TOKEN = "Consistency-Token";

    private final CommandBus commandBus;
    private final EventStore eventStore;
    private final JsonMapper json;

    Commands(CommandBus commandBus, EventStore eventStore, JsonMapper json) {
        this.commandBus = commandBus;
        this.eventStore = eventStore;
        this.json = json;
    }

    /**
     * Sends a command, again if another one was quicker to change the same aggregate.
     *
     * @param caller who sends it
     * @param answer makes the answer of the command's result
     * @throws io.docket.platform.errors.RefusedException if the command is refused
     * @throws AggregateStreamCreationException if the command creates an aggregate whose id is taken
     */
    public <R> ResponseEntity<byte[]> send(Object command, Caller caller, Function<R, ResponseEntity<?>> answer) {
        return send(command, caller, answer, Deadline.in(TimeLimits.COMMAND));
    }

    private <R> ResponseEntity<byte[]> send(
            Object command, Caller caller, Function<R, ResponseEntity<?>> answer, Deadline deadline) {
        HttpServletRequest request =
                ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes()).getRequest();
        return Conflicts.retry(
                Conflicts.CHANGED, deadline, attempt -> sendOnce(command, caller, request, answer, deadline));
    }

    /**
     * Sends a command that creates an aggregate, with another id if the one drawn is taken.
     *
     * @param ids draws an id, for an attempt counted from 1
     * @param command makes the command for an id
     */
    public <I, R> ResponseEntity<byte[]> sendWithNewId(
            IntFunction<I> ids, Function<I, ?> command, Caller caller, Function<R, ResponseEntity<?>> answer) {
        Deadline deadline = Deadline.in(TimeLimits.COMMAND);
        return Conflicts.retry(
                Conflicts.TAKEN,
                deadline,
                attempt -> send(requireNonNull(command.apply(ids.apply(attempt))), caller, answer, deadline));
    }

    /**
     * Sends a command whose outcome takes a while, again if another one was quicker to create or change the same
     * aggregate. The answer is made when the events are committed, and kept under the {@code Idempotency-Key} when it is
     * made: a crash in between leaves the request unanswered, so that it has to be harmless to send it again.
     *
     * @param caller who sends it
     * @param answer makes the answer of the command's result, and may wait for it
     * @throws io.docket.platform.errors.RefusedException if the command is refused
     */
    public <R> ResponseEntity<byte[]> sendAndAwait(
            Object command, Caller caller, Function<R, ResponseEntity<?>> answer) {
        CommandMessage<?> message =
                GenericCommandMessage.asCommandMessage(command).withMetaData(CommandMetaData.of(caller, null));
        return Conflicts.retry(
                Deadline.in(TimeLimits.COMMAND),
                attempt -> response(rendered(answer.apply(this.<R>dispatch(message))), head()));
    }

    private <R> ResponseEntity<byte[]> sendOnce(
            Object command,
            Caller caller,
            HttpServletRequest request,
            Function<R, ResponseEntity<?>> answer,
            Deadline deadline) {
        CommandMessage<?> message = GenericCommandMessage.asCommandMessage(command)
                .withMetaData(CommandMetaData.of(caller, ifMatch(request)));
        Optional<IdempotencyClaim> claim = IdempotencyClaim.of(request);
        UnitOfWork<CommandMessage<?>> unitOfWork = DefaultUnitOfWork.startAndGet(message);
        unitOfWork.resources().put(Deadline.RESOURCE, deadline);
        ResultMessage<Answer> result = unitOfWork.executeWithResult(() -> {
            Answer made = handle(message, answer);
            claim.ifPresent(held -> TransactionParticipant.add(unitOfWork, held.answerWith(made)));
            return made;
        });
        if (result.isExceptional()) {
            if (result.exceptionResult() instanceof OutcomeUnknownException) {
                claim.ifPresent(held -> held.doubt(request));
            }
            throw asRuntimeException(result.exceptionResult());
        }
        Long position = unitOfWork.getResource(DenseEventStorageEngine.POSITION);
        if (position != null) {
            claim.ifPresent(held -> held.settle(request));
        }
        return response(result.getPayload(), position != null ? position : head());
    }

    /** A POST is not made to depend on a version. */
    private static @Nullable String ifMatch(HttpServletRequest request) {
        return request.getMethod().equals("POST") ? null : request.getHeader(HttpHeaders.IF_MATCH);
    }

    private <R> Answer handle(CommandMessage<?> message, Function<R, ResponseEntity<?>> answer) {
        return rendered(answer.apply(this.<R>dispatch(message)));
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    private <R> R dispatch(CommandMessage<?> message) {
        var callback = new FutureCallback<Object, R>();
        commandBus.dispatch(message, callback);
        CommandResultMessage<? extends R> result = callback.getResult(TimeLimits.LEASE.toSeconds(), TimeUnit.SECONDS);
        if (result.isExceptional()) {
            throw asRuntimeException(result.exceptionResult());
        }
        return result.getPayload();
    }

    private static RuntimeException asRuntimeException(Throwable failure) {
        return failure instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(failure);
    }

    private Answer rendered(ResponseEntity<?> response) {
        Map<String, String> headers = new LinkedHashMap<>();
        response.getHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
        byte[] body = {};
        if (response.getBody() != null) {
            headers.put(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE);
            body = json.writeValueAsBytes(response.getBody());
        }
        return new Answer(response.getStatusCode().value(), headers, body);
    }

    private static ResponseEntity<byte[]> response(Answer answer, long position) {
        return ResponseEntity.status(answer.status())
                .headers(headers -> answer.headers().forEach(headers::set))
                .header(CONSISTENCY_TOKEN, String.valueOf(position))
                .body(answer.body().length == 0 ? null : answer.body());
    }

    private long head() {
        return Optional.ofNullable(eventStore.createHeadToken())
                .map(token -> token.position().orElse(0))
                .orElse(0L);
    }
}
