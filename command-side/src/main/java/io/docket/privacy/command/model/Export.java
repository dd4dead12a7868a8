package io.docket.privacy.command.model;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.docket.privacy.api.ExportId;
import io.docket.privacy.api.event.PersonalDataExported;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;

/** An export of what is held about a person. That it happened is on record. */
@Aggregate(type = Export.TYPE)
class Export {

    static final String TYPE = "Export";

    @AggregateIdentifier
    @SuppressWarnings("UnusedVariable")
    private ExportId exportId;

    /** For the framework, which then replays the export's events. */
    @SuppressWarnings("NullAway.Init")
    Export() {}

    @SuppressWarnings("NullAway.Init")
    Export(PersonalDataExported exported) {
        apply(exported);
    }

    @EventSourcingHandler
    void on(PersonalDataExported event) {
        exportId = event.exportId();
    }
}
