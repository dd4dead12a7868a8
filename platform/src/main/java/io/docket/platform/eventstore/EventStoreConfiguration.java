package io.docket.platform.eventstore;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.docket.platform.database.TimeLimits;
import io.docket.platform.process.LastingThreads;
import io.docket.platform.recordedlog.CopiedLog;
import io.docket.platform.recordedlog.EffectWriter;
import io.docket.platform.tracing.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.serialization.Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.transaction.PlatformTransactionManager;

/** The event store on the application's database, and the command bus in front of it. */
@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
class EventStoreConfiguration {

    /** How often the tail of the log is read although nothing has been heard of an append, in milliseconds. */
    private static final long FETCH_DELAY = 1000;

    @Bean
    EventTypes eventTypes() {
        return EventTypes.scan("io.docket");
    }

    @Bean
    @Primary
    StoredJson serializer(EventTypes eventTypes) {
        return StoredJson.of(eventTypes);
    }

    /** A pool of one: whatever else the application does, the appender has its connection. */
    @Bean(defaultCandidate = false)
    @Qualifier("appender")
    HikariDataSource appenderDataSource(HikariDataSource dataSource) {
        var config = new HikariConfig();
        dataSource.copyStateTo(config);
        config.setPoolName("event-appender");
        config.setMinimumIdle(1);
        config.setMaximumPoolSize(1);
        return new HikariDataSource(config);
    }

    @Bean
    EventAppender eventAppender(
            @Qualifier("appender") HikariDataSource dataSource,
            MeterRegistry meters,
            Optional<CopiedLog> copied,
            ObjectProvider<EffectWriter> writers) {
        return new EventAppender(
                dataSource, meters, copied.flatMap(CopiedLog::log).orElse(null), writers);
    }

    /** Whether this process gets on with reading and writing the log. */
    @Bean("log")
    HealthIndicator logHealth(LogAccess log) {
        return () -> log.works()
                ? Health.up().build()
                : Health.down()
                        .withDetail("stuck-for-seconds", log.stuckFor().toSeconds())
                        .build();
    }

    /** Whether the log of record takes events. No probe looks at it: without it, reads go on, and a restart mends nothing. */
    @Bean("recordedLog")
    @ConditionalOnProperty("docket.axon-server.address")
    HealthIndicator recordHealth(LogAccess log) {
        return () -> log.recordStuckFor().compareTo(TimeLimits.RECORD) < 0
                ? Health.up().build()
                : Health.down()
                        .withDetail("stuck-for-seconds", log.recordStuckFor().toSeconds())
                        .build();
    }

    /** Not bound to the unit of work: a command holds no connection while it waits for the appender. */
    @Bean
    ConnectionProvider connectionProvider(DataSource dataSource) {
        return new SpringDataSourceConnectionProvider(dataSource);
    }

    /**
     * The framework would look for Spring's before Spring Boot has made it, find none, and do without transactions: a
     * projection's token would then move although its rows were not written.
     */
    @Bean
    TransactionManager springTransactions(PlatformTransactionManager transactions) {
        return new SpringTransactionManager(transactions);
    }

    @Bean
    DenseEventStorageEngine eventStorageEngine(
            Serializer serializer,
            Configuration configuration,
            ConnectionProvider connectionProvider,
            TransactionManager transactionManager,
            EventAppender appender,
            PersonalEvents personal,
            Traces traces) {
        var builder = JdbcEventStorageEngine.builder()
                .eventSerializer(serializer)
                .snapshotSerializer(serializer)
                .upcasterChain(configuration.upcasterChain())
                .snapshotFilter(configuration.snapshotFilter())
                .connectionProvider(connectionProvider)
                .transactionManager(transactionManager)
                .schema(DenseEventStorageEngine.SCHEMA)
                .batchSize(500);
        return new DenseEventStorageEngine(builder, appender, personal, traces);
    }

    @Bean
    @Qualifier("eventStore")
    TailedEventStore eventBus(DenseEventStorageEngine engine, Configuration configuration, Clock clock) {
        GenericEventMessage.clock = clock;
        var builder = EmbeddedEventStore.builder()
                .storageEngine(engine)
                .fetchDelay(FETCH_DELAY)
                .threadFactory(new LastingThreads("event-store"))
                .messageMonitor(configuration.messageMonitor(EmbeddedEventStore.class, "eventStore"));
        return new TailedEventStore(builder, engine);
    }

    @Bean
    LogSignal logSignal(HikariDataSource dataSource, TailedEventStore log, EventAppender appender) {
        return new LogSignal(dataSource, log::readTail, appender.name());
    }

    /** Without a transaction of its own: the appender's transaction is the only one that a command needs. */
    @Bean
    @ConditionalOnMissingBean(CommandBus.class)
    SimpleCommandBus commandBus(Configuration configuration) {
        SimpleCommandBus commandBus = SimpleCommandBus.builder()
                .messageMonitor(configuration.messageMonitor(CommandBus.class, "commandBus"))
                .build();
        commandBus.registerHandlerInterceptor(
                new CorrelationDataInterceptor<>(configuration.correlationDataProviders()));
        return commandBus;
    }

    @Bean
    TokenSchema tokenSchema() {
        return TokenSchema.builder()
                .setTokenTable("projection_position")
                .setProcessorNameColumn("processor_name")
                .setTokenTypeColumn("token_type")
                .setTimestampColumn("time_stamp")
                .build();
    }
}
