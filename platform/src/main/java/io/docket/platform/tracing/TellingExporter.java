package io.docket.platform.tracing;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that traces cannot be sent, and once that they can again; the exporter itself says nothing. */
final class TellingExporter implements SpanExporter {

    private static final Logger LOG = LoggerFactory.getLogger(TellingExporter.class);

    private final SpanExporter exporter;
    private final AtomicBoolean fails = new AtomicBoolean();

    TellingExporter(SpanExporter exporter) {
        this.exporter = exporter;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode sent = exporter.export(spans);
        sent.whenComplete(() -> tell(sent));
        return sent;
    }

    private void tell(CompletableResultCode sent) {
        if (!sent.isSuccess() && fails.compareAndSet(false, true)) {
            Throwable cause = sent.getFailureThrowable();
            LOG.warn(
                    "Traces cannot be sent, and are lost until they can: {}",
                    cause == null ? "refused" : cause.toString());
        } else if (sent.isSuccess() && fails.compareAndSet(true, false)) {
            LOG.info("Traces are sent again");
        }
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
