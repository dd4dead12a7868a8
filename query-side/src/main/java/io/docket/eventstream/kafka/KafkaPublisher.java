package io.docket.eventstream.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.docket.eventstream.log.EventFilter;
import io.docket.eventstream.log.LoggedEvent;
import io.docket.eventstream.log.LoggedEvents;
import io.docket.eventstream.subscription.EventFeed;
import io.docket.eventstream.subscription.LiveEvent;
import io.docket.platform.database.PassingFault;
import io.docket.platform.eventstore.OlderEvents;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Publishes all events, in the order of the log, each in the partition of its thing. How far it is stands in Kafka, written in the
 * transaction of the events: who reads what is committed has each once, whatever ends in between.
 */
@Component
@ConditionalOnProperty("docket.kafka.bootstrap-servers")
@EnableConfigurationProperties(KafkaProperties.class)
class KafkaPublisher implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaPublisher.class);

    private static final int MOST = 1_000;
    private static final long MOST_BYTES = 1024 * 1024;
    private static final Duration TRANSACTION = Duration.ofSeconds(30);
    private static final Duration CLOSE = Duration.ofSeconds(3);
    private static final long LOOK_NANOS = 1_000_000_000;
    private static final long AFTER_FAILURE_NANOS = 2_000_000_000;
    private static final long RENEWAL_NANOS = 2_000_000_000;
    private static final long STOP_MILLIS = 5_000;

    private static final List<Header> HEADERS =
            List.of(new RecordHeader("content-type", "application/cloudevents+json; charset=UTF-8".getBytes(UTF_8)));

    private final KafkaProperties properties;
    private final Topics topics;
    private final EventFeed feed;
    private final LoggedEvents log;
    private final OlderEvents older;
    private final PublisherLease lease;
    private final Counter published;
    private final IntSupplier grown = this::wake;

    private volatile @Nullable Thread thread;
    private long renewedAt;
    private volatile boolean failing;
    private boolean told;

    KafkaPublisher(
            KafkaProperties properties,
            EventFeed feed,
            LoggedEvents log,
            OlderEvents older,
            JdbcClient jdbc,
            Clock clock,
            MeterRegistry meters) {
        this.properties = properties;
        this.topics = new Topics(properties);
        this.feed = feed;
        this.log = log;
        this.older = older;
        this.lease = new PublisherLease(jdbc, clock);
        published = Counter.builder("docket.kafka.events")
                .description("Events that this process has published to Kafka")
                .register(meters);
        Gauge.builder("docket.kafka.failing", () -> failing ? 1 : 0)
                .description("Whether this process tries to publish events to Kafka in vain")
                .register(meters);
    }

    private int wake() {
        LockSupport.unpark(thread);
        return 1;
    }

    private boolean goesOn() {
        return thread == Thread.currentThread();
    }

    private void run() {
        while (goesOn()) {
            try {
                if (takesLease() && !older.areLeft()) {
                    publish();
                } else {
                    failing = false;
                    LockSupport.parkNanos(LOOK_NANOS);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | Error e) {
                failing = true;
                tell(e);
                leave();
                LockSupport.parkNanos(AFTER_FAILURE_NANOS);
            }
        }
    }

    /** Perhaps another process reaches Kafka. */
    private void leave() {
        try {
            lease.release();
        } catch (RuntimeException e) {
            LOG.debug("The lease ends by itself", e);
        }
    }

    /** Once until events are published again. */
    private void tell(Throwable failure) {
        if (told) {
            LOG.debug("Events cannot be published to Kafka", failure);
        } else if (failure instanceof InvalidProducerEpochException || failure instanceof ProducerFencedException) {
            LOG.warn(
                    "Events were published to Kafka by another process at the same time, which has ended what was under way");
        } else if (PassingFault.causes(failure)) {
            LOG.warn("Events cannot be published to Kafka now: {}", PassingFault.message(failure));
        } else if (failure instanceof KafkaException || failure instanceof IllegalStateException) {
            LOG.error("Events cannot be published to Kafka, and are tried again and again: {}", failure.toString());
        } else {
            LOG.error("Events cannot be published to Kafka, and are tried again and again", failure);
        }
        told = true;
    }

    private boolean takesLease() {
        renewedAt = System.nanoTime();
        return lease.take();
    }

    private boolean keepsLease() {
        return System.nanoTime() - renewedAt < RENEWAL_NANOS || takesLease();
    }

    /** As long as it is this process's turn. Whatever fails ends it: then Kafka tells how far it was. */
    private void publish() throws InterruptedException {
        topics.prepare();
        if (!takesLease()) {
            return;
        }
        Producer<String, byte[]> producer = producer();
        feed.open(grown);
        try {
            // From here on, whoever published before can commit nothing more.
            producer.initTransactions();
            if (!takesLease()) {
                return;
            }
            Topics.Reached reached = topics.reached();
            requireSameLog(reached);
            long position = reached.position();
            LOG.info("Events are published to Kafka, behind position {}", position);
            while (goesOn() && keepsLease()) {
                EventFeed.Piece piece = feed.after(position, EventFilter.ALL, MOST, MOST_BYTES);
                if (piece.through() == position) {
                    LockSupport.parkNanos(LOOK_NANOS);
                } else {
                    publish(piece, producer);
                    position = piece.through();
                }
                failing = false;
                told = false;
            }
        } finally {
            feed.close(grown);
            producer.close(CLOSE);
        }
    }

    /** A log that was set back to a backup may have grown beyond the position since, with other events. */
    private void requireSameLog(Topics.Reached reached) {
        if (reached.position() > log.head()) {
            throw new IllegalStateException("Kafka has events up to position " + reached.position()
                    + ", and the log ends at " + log.head() + ": it is not the log that they are of");
        }
        if (reached.event() != null && !log.hasAt(reached.position(), reached.event())) {
            throw new IllegalStateException("The last event that Kafka has, " + reached.event()
                    + ", does not stand at position " + reached.position()
                    + " of the log: it is not the log that they are of");
        }
    }

    private Producer<String, byte[]> producer() {
        Map<String, Object> settings = topics.settings();
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, properties.positions());
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION.toMillis());
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Topics.PATIENCE.toMillis());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    private void publish(EventFeed.Piece piece, Producer<String, byte[]> producer) {
        producer.beginTransaction();
        for (LiveEvent event : piece.events()) {
            LoggedEvent logged = event.event();
            send(
                    producer,
                    new ProducerRecord<>(
                            properties.topic(),
                            null,
                            logged.time().toEpochMilli(),
                            logged.subject(),
                            feed.json(event, false),
                            HEADERS));
        }
        send(producer, topics.note(reachedBy(piece)));
        producer.commitTransaction();
        published.increment(piece.events().size());
    }

    /** Behind a hole of the log there may be no event where the piece ends. */
    private static Topics.Reached reachedBy(EventFeed.Piece piece) {
        String event = piece.events().stream()
                .map(LiveEvent::event)
                .filter(last -> last.position() == piece.through())
                .map(LoggedEvent::id)
                .findFirst()
                .orElse(null);
        return new Topics.Reached(piece.through(), event);
    }

    /** What fails fails the commit too. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private static void send(Producer<String, byte[]> producer, ProducerRecord<String, byte[]> event) {
        producer.send(event);
    }

    @Override
    public void start() {
        var publishing = new Thread(this::run, "kafka-publisher");
        publishing.setDaemon(true);
        thread = publishing;
        publishing.start();
    }

    /** Not by an interrupt, which would close the embedded database. */
    @Override
    public void stop() {
        Thread stopping = thread;
        thread = null;
        if (stopping == null) {
            return;
        }
        LockSupport.unpark(stopping);
        try {
            stopping.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        leave();
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
