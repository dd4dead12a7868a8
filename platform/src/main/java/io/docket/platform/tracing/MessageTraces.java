package io.docket.platform.tracing;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Map;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Commands and events as steps of traces: a command until its events are committed, an event in each group of handlers until
 * the batch is committed that it belongs to.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(MessageTraces.WhereThereAreAny.class)
class MessageTraces {

    static final class WhereThereAreAny extends SpringBootCondition {

        @Override
        public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return new ConditionOutcome(
                    TracingOnlyOnceConfigured.isOn(context.getEnvironment()), "where traces are sent to somebody");
        }
    }

    /** A collector that is away is told of in a line. */
    @Bean
    static BeanPostProcessor tellingExporters() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof SpanExporter exporter ? new TellingExporter(exporter) : bean;
            }
        };
    }

    /** What events inherit from the command that leads to them. */
    @Bean
    CorrelationDataProvider traceOfEvents(Traces traces) {
        return message -> {
            String current = traces.current();
            return current == null ? Map.of() : Map.of(Traces.PARENT, current);
        };
    }

    /** When the command bus is there, which the rest of this is a part of. */
    @Bean
    SmartInitializingSingleton traceCommands(ObjectProvider<CommandBus> bus, Traces traces) {
        return () -> {
            var unused = bus.getObject().registerHandlerInterceptor((unit, chain) -> {
                CommandMessage<?> command = unit.getMessage();
                return traced(
                        traces,
                        traces.currentContext(),
                        "command " + command.getPayloadType().getSimpleName(),
                        null,
                        Map.of(),
                        unit.root(),
                        chain);
            });
        };
    }

    @Bean
    ConfigurerModule traceEvents(Traces traces) {
        return configurer -> configurer
                .eventProcessing()
                .registerDefaultHandlerInterceptor((configuration, group) -> (unit, chain) -> {
                    EventMessage<?> event = unit.getMessage();
                    return traced(
                            traces,
                            traces.contextOf(event.getMetaData().get(Traces.PARENT)),
                            group + " " + event.getPayloadType().getSimpleName(),
                            Span.Kind.CONSUMER,
                            Map.of("docket.group", group),
                            unit,
                            chain);
                });
    }

    /** @param until the unit of work whose end is the step's */
    @SuppressWarnings("try")
    private static @Nullable Object traced(
            Traces traces,
            @Nullable TraceContext parent,
            String name,
            Span.@Nullable Kind kind,
            Map<String, String> tags,
            UnitOfWork<? extends Message<?>> until,
            InterceptorChain chain)
            throws Exception {
        if (parent == null) {
            return chain.proceed();
        }
        Span span = traces.started(parent, name, kind, tags);
        until.onCleanup(unit -> {
            if (unit.isRolledBack()) {
                span.tag("error.type", "rolled-back");
            }
            span.end();
        });
        try (Tracer.SpanInScope scope = traces.inScope(span)) {
            return chain.proceed();
        }
    }
}
