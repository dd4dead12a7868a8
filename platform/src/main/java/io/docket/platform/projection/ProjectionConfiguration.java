package io.docket.platform.projection;

import io.docket.platform.database.DatabaseTime;
import io.docket.platform.database.NodeId;
import io.docket.platform.eventstore.LogAccess;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfigurer;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.ErrorContext;
import org.axonframework.eventhandling.EventProcessingException;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.async.SequentialPerAggregatePolicy;
import org.axonframework.eventhandling.deadletter.jdbc.DeadLetterSchema;
import org.axonframework.eventhandling.deadletter.jdbc.JdbcSequencedDeadLetterQueue;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.serialization.Serializer;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * How every projection runs: in its own pooled streaming processor, in one segment, in batches, each aggregate's events in
 * order, failures to the dead-letter queue. A projection only names its processing group.
 */
@Configuration(proxyBeanMethods = false)
class ProjectionConfiguration {

    private static final int BATCH_SIZE = 500;

    /** How soon a projection goes on after a batch that failed, or after another process has let go of it. */
    private static final Duration CLAIM_INTERVAL = Duration.ofMillis(500);

    @Bean
    ProjectionClaims tokenStore(
            ConnectionProvider connectionProvider,
            Serializer serializer,
            TokenSchema schema,
            NodeId node,
            DatabaseTime time,
            LogAccess log) {
        return new ProjectionClaims(connectionProvider, serializer, schema, node, time, log);
    }

    /**
     * Projections put events aside that they cannot take in. What must not be replayed is an automation: it tries an event
     * again until it can, for nothing else would have its work done.
     */
    @Bean
    ConfigurerModule projectionProcessors(ListableBeanFactory beans) {
        List<String> groups = Arrays.stream(beans.getBeanNamesForAnnotation(ProcessingGroup.class))
                .filter(name -> beans.findAnnotationOnBean(name, DisallowReplay.class) == null)
                .map(name -> beans.findAnnotationOnBean(name, ProcessingGroup.class))
                .map(ProcessingGroup::value)
                .distinct()
                .toList();
        return configurer -> configure(configurer.eventProcessing(), groups);
    }

    private static void configure(EventProcessingConfigurer processing, List<String> groups) {
        processing
                .usingPooledStreamingEventProcessors((configuration, processor) -> processor
                        .initialSegmentCount(1)
                        .batchSize(BATCH_SIZE)
                        .tokenClaimInterval(CLAIM_INTERVAL.toMillis())
                        // From the first event on, and not as a replay: handlers see all of them alike.
                        .initialToken(StreamableMessageSource::createTailToken))
                .registerDefaultSequencingPolicy(configuration -> SequentialPerAggregatePolicy.instance())
                .registerDefaultErrorHandler(configuration -> ProjectionConfiguration::fail)
                .registerDefaultListenerInvocationErrorHandler(configuration -> PropagatingErrorHandler.instance());
        for (String group : groups) {
            processing
                    .registerDeadLetterQueue(group, configuration -> JdbcSequencedDeadLetterQueue.builder()
                            .processingGroup(group)
                            .connectionProvider(configuration.getComponent(ConnectionProvider.class))
                            .transactionManager(configuration.getComponent(TransactionManager.class))
                            .schema(deadLetterSchema())
                            .genericSerializer(configuration.serializer())
                            .eventSerializer(configuration.eventSerializer())
                            .build())
                    .registerDeadLetteringEventHandlerInvokerConfiguration(
                            group, (configuration, invoker) -> invoker.enableSequenceIdentifierCache());
        }
    }

    /** An {@link Error} as an exception: after that the framework begins again, and an error stops it without a word. */
    private static void fail(ErrorContext failed) throws Exception {
        if (failed.error() instanceof Error error) {
            throw new EventProcessingException("Events cannot be handled by " + failed.eventProcessor(), error);
        }
        PropagatingErrorHandler.instance().handleError(failed);
    }

    private static DeadLetterSchema deadLetterSchema() {
        return DeadLetterSchema.builder()
                .deadLetterTable("dead_letter")
                .deadLetterIdentifierColumn("dead_letter_id")
                .processingGroupColumn("processing_group")
                .sequenceIdentifierColumn("sequence_identifier")
                .sequenceIndexColumn("sequence_index")
                .messageTypeColumn("message_type")
                .eventIdentifierColumn("event_identifier")
                .timestampColumn("time_stamp")
                .payloadTypeColumn("payload_type")
                .payloadRevisionColumn("payload_revision")
                .metaDataColumn("meta_data")
                .aggregateTypeColumn("aggregate_type")
                .aggregateIdentifierColumn("aggregate_identifier")
                .sequenceNumberColumn("sequence_number")
                .tokenTypeColumn("token_type")
                .enqueuedAtColumn("enqueued_at")
                .lastTouchedColumn("last_touched")
                .processingStartedColumn("processing_started")
                .causeTypeColumn("cause_type")
                .causeMessageColumn("cause_message")
                .build();
    }
}
