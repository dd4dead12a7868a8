package io.docket.platform.recordedlog.axonserver;

import static java.util.Objects.requireNonNull;

import io.axoniq.axonserver.connector.AxonServerConnection;
import io.axoniq.axonserver.connector.AxonServerConnectionFactory;
import io.axoniq.axonserver.connector.event.AggregateEventStream;
import io.axoniq.axonserver.connector.event.AppendEventsTransaction;
import io.axoniq.axonserver.connector.event.EventChannel;
import io.axoniq.axonserver.connector.event.EventStream;
import io.axoniq.axonserver.connector.impl.ServerAddress;
import io.axoniq.axonserver.grpc.event.Event;
import io.docket.platform.database.TimeLimits;
import io.docket.platform.recordedlog.Batch;
import io.docket.platform.recordedlog.BatchMark;
import io.docket.platform.recordedlog.LogOfRecord;
import io.docket.platform.recordedlog.NumberTakenException;
import io.docket.platform.recordedlog.OtherRecordException;
import io.docket.platform.recordedlog.RecordUnavailableException;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Axon Server, which takes all events of a batch or none, and each sequence number of an aggregate once. */
final class AxonServerLog implements LogOfRecord, AutoCloseable {

    private static final String INVALID_SEQUENCE = "AXONIQ-2000";
    private static final Metadata.Key<String> ERROR_CODE =
            Metadata.Key.of("AxonIQ-ErrorCode", Metadata.ASCII_STRING_MARSHALLER);

    /** What is read at a time, but for what one batch has more. */
    private static final int EVENTS_AT_ONCE = 1_000;

    private static final Place BEGINNING = new Place(0, 0);

    private final AxonServerConnectionFactory connections;
    private final String context;
    private final String name;
    private final BatchEvents format;
    private final Clock clock;
    private final AtomicReference<Place> reached = new AtomicReference<>(BEGINNING);

    /**
     * Where to read on.
     *
     * @param batch the first one of which, and behind which, nothing comes before the token
     */
    record Place(long batch, long token) {}

    /** @param keyedDigest of a text, which whoever has the same keys of persons makes alike, and nobody else */
    AxonServerLog(AxonServerSettings settings, UnaryOperator<String> keyedDigest, Clock clock) {
        this.clock = clock;
        context = settings.context();
        name = settings.log();
        format = new BatchEvents(name, keyedDigest);
        var builder = AxonServerConnectionFactory.forClient("docket", "docket-" + UUID.randomUUID())
                .routingServers(new ServerAddress(settings.host(), settings.port()))
                .connectTimeout(TimeLimits.CONNECT.toMillis(), TimeUnit.MILLISECONDS)
                .reconnectInterval(TimeLimits.VALIDATION.toMillis(), TimeUnit.MILLISECONDS)
                .usingKeepAlive(
                        TimeLimits.RECORD.toMillis(), TimeLimits.RECORD.toMillis(), TimeUnit.MILLISECONDS, true);
        if (settings.token() != null && !settings.token().isEmpty()) {
            builder.token(settings.token());
        }
        if (settings.tls()) {
            builder.useTransportSecurity();
        }
        connections = builder.build();
    }

    private EventChannel channel() {
        AxonServerConnection connection = connections.connect(context);
        if (!connection.isConnected()) {
            throw new RecordUnavailableException("Axon Server cannot be reached");
        }
        return connection.eventChannel();
    }

    @Override
    public long batches() {
        return asked(() -> await(channel().findHighestSequence(name)) + 1);
    }

    @Override
    public BatchMark mark(long number) {
        return asked(() -> {
            AggregateEventStream events = channel().openAggregateStream(name, number, number + 1);
            try {
                Optional<Event> event = await(CompletableFuture.supplyAsync(
                        () -> events.asStream().findFirst(), AxonServerLog::onItsOwnThread));
                return format.mark(event.filter(found -> found.getAggregateSequenceNumber() == number)
                        .orElseThrow(() -> new OtherRecordException("Batch " + number + " is not there")));
            } finally {
                events.cancel();
            }
        });
    }

    /** The client waits for an aggregate's events without a limit, as long as the connection lives. */
    private static void onItsOwnThread(Runnable question) {
        var thread = new Thread(question, "axon-server-question");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void append(Batch batch) {
        asked(() -> {
            AppendEventsTransaction transaction = channel().startAppendEventsTransaction();
            format.of(batch, clock.instant()).forEach(transaction::appendEvent);
            return await(transaction.commit());
        });
    }

    /** What others write is between our batches, as much as they like: whoever has read over it once need not do so again. */
    @Override
    public List<Batch> read(long from, long token) {
        Place place = requireNonNull(reached.get());
        if (place.batch <= from && place.token > token) {
            try {
                return readBehind(from, place.token);
            } catch (RecordUnavailableException e) {
                // It may be another log by now, or one that was set back.
                reached.set(BEGINNING);
            }
        }
        return readBehind(from, token);
    }

    private List<Batch> readBehind(long from, long token) {
        return asked(() -> {
            try (EventStream stream = channel().openStream(token - 1, EVENTS_AT_ONCE)) {
                var reading = new Reading(format, from, token);
                List<Batch> batches = reading.from(stream, EVENTS_AT_ONCE);
                Place place = reading.place();
                if (place.token == token) {
                    throw stream.getError()
                            .map(AxonServerLog::unavailable)
                            .orElseGet(() -> new RecordUnavailableException("Axon Server does not send what it has"));
                }
                reached.accumulateAndGet(place, (known, found) -> found.token > known.token ? found : known);
                return batches;
            }
        });
    }

    /** Whatever Axon Server's client fails over, of the answer nothing is known. */
    private static <T> T asked(Callable<T> question) {
        try {
            return question.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RecordUnavailableException("Interrupted while Axon Server was asked", e);
        } catch (NumberTakenException | RecordUnavailableException e) {
            throw e;
        } catch (Exception e) {
            throw unavailable(e);
        }
    }

    private static <T> T await(CompletableFuture<T> answer) throws InterruptedException {
        try {
            return requireNonNull(answer.get(TimeLimits.RECORD.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            throw new RecordUnavailableException("Axon Server does not answer", e);
        } catch (ExecutionException e) {
            if (INVALID_SEQUENCE.equals(errorCode(e.getCause()))) {
                throw new NumberTakenException("Axon Server refuses a sequence number", e);
            }
            throw unavailable(e.getCause());
        }
    }

    private static @Nullable String errorCode(@Nullable Throwable failure) {
        return failure instanceof StatusRuntimeException status && status.getTrailers() != null
                ? status.getTrailers().get(ERROR_CODE)
                : null;
    }

    private static RecordUnavailableException unavailable(@Nullable Throwable failure) {
        String code = errorCode(failure);
        String reason = failure instanceof StatusRuntimeException status
                ? status.getStatus().getCode().name()
                : String.valueOf(failure);
        return new RecordUnavailableException(
                "Axon Server fails: " + (code == null ? reason : code),
                failure == null ? new IllegalStateException() : failure);
    }

    @Override
    public void close() {
        connections.shutdown();
    }
}
