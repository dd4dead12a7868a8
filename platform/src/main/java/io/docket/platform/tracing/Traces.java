package io.docket.platform.tracing;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The steps of what a request leads to, as spans of its trace. A trace begins with a request; what happens without one, or
 * for one that is not sampled, leaves none. Names and tags hold nothing personal.
 */
@Component
public final class Traces {

    /**
     * The metadata key of an event's place in its trace, as in the header of that name (W3C Trace Context); only of events
     * whose trace is sampled.
     */
    public static final String PARENT = "traceparent";

    private static final Pattern SAMPLED = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-01");

    private final @Nullable Tracer tracer;

    @Autowired
    Traces(ObjectProvider<Tracer> tracers) {
        this(tracers.getIfUnique());
    }

    private Traces(@Nullable Tracer tracer) {
        this.tracer = tracer;
    }

    /** For whom nothing is to be traced. */
    public static Traces off() {
        return new Traces((Tracer) null);
    }

    /** What is being traced in this thread, as {@link #PARENT} is written; nothing if nothing is. */
    public @Nullable String current() {
        Span span = currentSpan();
        return span == null ? null : written(span.context());
    }

    static String written(TraceContext context) {
        return "00-" + context.traceId() + "-" + context.spanId() + "-01";
    }

    private @Nullable Span currentSpan() {
        if (tracer == null) {
            return null;
        }
        Span span = tracer.currentSpan();
        return span != null && Boolean.TRUE.equals(span.context().sampled()) ? span : null;
    }

    /**
     * Does something as a step of what is being traced in this thread, if anything is.
     *
     * @param name of the step; of a small number of names
     */
    public <T> T step(String name, Map<String, String> tags, Supplier<T> work) {
        Span parent = currentSpan();
        return parent == null ? work.get() : within(parent.context(), name, null, tags, work);
    }

    /** The same, of a call to somebody outside. */
    public <T> T call(String name, Map<String, String> tags, Supplier<T> work) {
        Span parent = currentSpan();
        return parent == null ? work.get() : within(parent.context(), name, Span.Kind.CLIENT, tags, work);
    }

    /**
     * Does something as a step of what was traced elsewhere, or before.
     *
     * @param parent as {@link #current()} told it; {@code null} if nothing was traced
     */
    public <T> T continued(@Nullable String parent, String name, Map<String, String> tags, Supplier<T> work) {
        TraceContext context = contextOf(parent);
        return context == null ? work.get() : within(context, name, Span.Kind.CONSUMER, tags, work);
    }

    @SuppressWarnings("try")
    private <T> T within(
            TraceContext parent, String name, Span.@Nullable Kind kind, Map<String, String> tags, Supplier<T> work) {
        Span span = started(parent, name, kind, tags);
        try (Tracer.SpanInScope scope = inScope(span)) {
            return work.get();
        } catch (RuntimeException | Error e) {
            span.tag("error.type", e.getClass().getName());
            throw e;
        } finally {
            span.end();
        }
    }

    Tracer.SpanInScope inScope(Span span) {
        return tracer().withSpan(span);
    }

    Span started(TraceContext parent, String name, Span.@Nullable Kind kind, Map<String, String> tags) {
        Span.Builder builder = tracer().spanBuilder().setParent(parent).name(name);
        if (kind != null) {
            builder.kind(kind);
        }
        tags.forEach(builder::tag);
        return builder.start();
    }

    /** Of what {@link #PARENT} says; nothing if it says nothing, or what nobody wrote here. */
    @Nullable
    TraceContext contextOf(@Nullable Object parent) {
        if (tracer == null || parent == null) {
            return null;
        }
        Matcher sampled = SAMPLED.matcher(parent.toString());
        return sampled.matches()
                ? tracer.traceContextBuilder()
                        .traceId(sampled.group(1))
                        .spanId(sampled.group(2))
                        .sampled(true)
                        .build()
                : null;
    }

    /** The context of what is being traced in this thread. */
    @Nullable
    TraceContext currentContext() {
        Span span = currentSpan();
        return span == null ? null : span.context();
    }

    private Tracer tracer() {
        if (tracer == null) {
            throw new IllegalStateException("Nothing is traced");
        }
        return tracer;
    }
}
