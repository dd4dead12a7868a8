package io.docket.platform.projection.processing;

import static java.util.Objects.requireNonNull;

import io.docket.platform.database.DatabaseTime;
import io.docket.platform.database.NodeId;
import io.docket.platform.eventstore.LogAccess;
import io.docket.platform.eventstore.StoredJson;
import io.docket.platform.projection.faults.DeadLetters;
import io.docket.platform.projection.faults.FaultsOfAutomations;
import io.docket.platform.projection.faults.FaultsOfEvents;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfigurer;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.ErrorContext;
import org.axonframework.eventhandling.EventProcessingException;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.async.SequentialPerAggregatePolicy;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.serialization.Serializer;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * How every projection runs: in its own pooled streaming processor, in one segment, in batches, each aggregate's events in
 * order, held up where one of them is at fault. A projection only names its processing group.
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
     * Events that cannot be taken in are put aside, with all later ones of their aggregates. What must not be replayed is an
     * automation: it has no rows that tell what it has taken in.
     */
    @Bean
    ConfigurerModule projectionProcessors(
            ListableBeanFactory beans,
            DeadLetters letters,
            StoppedProjections stopped,
            ObjectProvider<EventFamilies> families,
            LastFailures failures,
            ObjectProvider<PlatformTransactionManager> transactions,
            StoredJson json) {
        return configurer -> {
            EventProcessingConfigurer processing = configurer.eventProcessing();
            configureAll(processing, failures);
            Set<String> automations = new HashSet<>();
            for (String bean : beans.getBeanNamesForAnnotation(ProcessingGroup.class)) {
                String group = requireNonNull(beans.findAnnotationOnBean(bean, ProcessingGroup.class))
                        .value();
                processing.registerPooledStreamingEventProcessorConfiguration(
                        group,
                        (configuration, processor) -> processor.messageSource(new KnownEvents(
                                group, configuration.eventStore(), json, families.getObject(), stopped)));
                if (beans.findAnnotationOnBean(bean, DisallowReplay.class) == null) {
                    processing.registerListenerInvocationErrorHandler(
                            group, configuration -> new FaultsOfEvents(group, letters));
                } else if (automations.add(group)) {
                    processing.registerHandlerInterceptor(
                            group, configuration -> new FaultsOfAutomations(group, letters, transactions.getObject()));
                }
            }
        };
    }

    private static void configureAll(EventProcessingConfigurer processing, LastFailures failures) {
        processing
                .usingPooledStreamingEventProcessors((configuration, processor) -> processor
                        .initialSegmentCount(1)
                        .batchSize(BATCH_SIZE)
                        .tokenClaimInterval(CLAIM_INTERVAL.toMillis())
                        // From the first event on, and not as a replay: handlers see all of them alike.
                        .initialToken(StreamableMessageSource::createTailToken))
                .registerDefaultSequencingPolicy(configuration -> SequentialPerAggregatePolicy.instance())
                .registerDefaultErrorHandler(configuration -> failed -> fail(failed, failures))
                .registerDefaultListenerInvocationErrorHandler(configuration -> PropagatingErrorHandler.instance());
    }

    /** An {@link Error} as an exception: after that the framework begins again, and an error stops it without a word. */
    private static void fail(ErrorContext failed, LastFailures failures) throws Exception {
        failures.add(failed.eventProcessor(), failed.error());
        if (failed.error() instanceof Error error) {
            throw new EventProcessingException("Events cannot be handled by " + failed.eventProcessor(), error);
        }
        PropagatingErrorHandler.instance().handleError(failed);
    }
}
