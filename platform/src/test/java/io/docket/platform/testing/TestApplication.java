package io.docket.platform.testing;

import static org.awaitility.Awaitility.await;
import static org.axonframework.messaging.responsetypes.ResponseTypes.instanceOf;

import io.docket.platform.projection.Latest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The platform's event store and projections on a database, with a test's own components; no endpoints.
 */
public final class TestApplication implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private TestApplication(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Starts it. */
    public static TestApplication start(TestDatabase database, Class<?>... components) {
        return start(database.properties(), components);
    }

    /** Starts it, as the properties say, among which are those by which it reaches its database. */
    public static TestApplication start(Map<String, Object> properties, Class<?>... components) {
        List<Class<?>> sources = new ArrayList<>(Arrays.asList(components));
        sources.add(Platform.class);
        return new TestApplication(new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.main.banner-mode=off",
                        "spring.main.log-startup-info=false",
                        "axon.axonserver.enabled=false",
                        "axon.update-check.disabled=true",
                        "axon.timeout.enabled=false",
                        "docket.reads.max-wait=2s",
                        "docket.privacy.master-keys=" + TestDatabase.MASTER_KEYS,
                        "logging.level.root=warn")
                .properties(properties)
                .run());
    }

    /** The one bean of a type. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Appends events of an aggregate, numbered from the given sequence number on, and hands them to who listens. */
    public void publish(String aggregateType, String id, long firstSequenceNumber, Object... events) {
        publish(aggregateType, id, firstSequenceNumber, Instant.now(), events);
    }

    /** The same, with events that happened at a given time. */
    public void publish(String aggregateType, String id, long firstSequenceNumber, Instant time, Object... events) {
        List<DomainEventMessage<?>> messages = new ArrayList<>();
        for (Object event : events) {
            long sequenceNumber = firstSequenceNumber + messages.size();
            var message = new GenericDomainEventMessage<>(aggregateType, id, sequenceNumber, event);
            messages.add(new GenericDomainEventMessage<>(
                    aggregateType, id, sequenceNumber, event, MetaData.emptyInstance(), message.getIdentifier(), time));
        }
        bean(EventStore.class).publish(messages);
    }

    /** What a query is answered. */
    public <R> R ask(Object query, Class<R> answer) {
        return bean(QueryGateway.class).query(query, instanceOf(answer)).join();
    }

    /** What a query finds, if there is any. */
    public <R> Optional<R> find(Object query, Class<R> answer) {
        Latest latest = ask(query, Latest.class);
        return latest.found().map(answer::cast);
    }

    /** Waits until all projections have taken in, or put aside, all events. */
    public void awaitProjections() {
        long head = bean(JdbcClient.class)
                .sql("select coalesce(max(global_index), 0) from domain_event")
                .query(Long.class)
                .single();
        for (String projection :
                bean(EventProcessingConfiguration.class).eventProcessors().keySet()) {
            await("position " + head + " of " + projection)
                    .atMost(TestDatabase.PATIENCE)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> position(projection) >= head);
        }
    }

    private long position(String projection) {
        return processor(projection).processingStatus().values().stream()
                .mapToLong(status -> status.getCurrentPosition().orElse(0))
                .min()
                .orElse(0);
    }

    /** Makes a projection take in all events again, on top of the rows that it has. */
    public void replay(String projection) {
        rebuild(projection);
    }

    /** Empties the tables of a projection, and makes it take in all events again. */
    public void rebuild(String projection, String... tables) {
        JdbcClient jdbc = bean(JdbcClient.class);
        whileStopped(projection, () -> {
            for (String table : tables) {
                jdbc.sql("delete from " + table).update();
            }
            jdbc.sql("delete from projection_position where processor_name = ?")
                    .param(projection)
                    .update();
        });
    }

    /** Does something while a projection stands still, and waits until it has caught up afterwards. */
    public void whileStopped(String projection, Runnable action) {
        StreamingEventProcessor processor = processor(projection);
        processor.shutDown();
        action.run();
        processor.start();
        awaitProjections();
    }

    private StreamingEventProcessor processor(String projection) {
        return bean(EventProcessingConfiguration.class)
                .eventProcessor(projection, StreamingEventProcessor.class)
                .orElseThrow();
    }

    @Override
    public void close() {
        context.close();
    }

    @EnableAutoConfiguration
    @ComponentScan({
        "io.docket.platform.database",
        "io.docket.platform.eventstore",
        "io.docket.platform.metrics",
        "io.docket.platform.privacy",
        "io.docket.platform.projection",
        "io.docket.platform.reads",
        "io.docket.platform.time",
        "io.docket.platform.tracing"
    })
    private static final class Platform {}
}
