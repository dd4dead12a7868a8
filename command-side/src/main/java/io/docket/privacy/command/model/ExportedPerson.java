package io.docket.privacy.command.model;

import io.docket.platform.eventstore.TransactionParticipant;
import io.docket.platform.privacy.HeldData;
import io.docket.platform.recordedlog.Effect;
import io.docket.platform.recordedlog.EffectWriter;
import io.docket.platform.recordedlog.RecordedEvent;
import io.docket.privacy.api.event.PersonalDataExported;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whom an export is about, which its event names by number alone: what is kept of the request is scrubbed with all else of
 * the person, also where a database has the event from a log of record.
 */
@Component
final class ExportedPerson implements EffectWriter {

    private static final String NAME = "exported-person";

    private record Data(String exportId, long personId) {}

    static TransactionParticipant noted(PersonalDataExported event) {
        var data = new Data(event.exportId().toString(), event.personId());
        return new TransactionParticipant(() -> List.of(effect(data)), (jdbc, position) -> note(jdbc, data));
    }

    private static Effect effect(Data data) {
        return new Effect(NAME, JsonMapper.shared().writeValueAsString(data));
    }

    private static void note(JdbcClient jdbc, Data data) {
        HeldData.note(jdbc, data.exportId, Export.TYPE, data.personId);
    }

    @Override
    public String effect() {
        return NAME;
    }

    @Override
    public Optional<Effect> of(RecordedEvent event) {
        if (!event.aggregateType().equals(Export.TYPE)) {
            return Optional.empty();
        }
        long personId = JsonMapper.shared()
                .readTree(event.payload())
                .required("person-id")
                .asLong();
        return Optional.of(effect(new Data(event.aggregateIdentifier(), personId)));
    }

    @Override
    public void write(JdbcClient transaction, long position, String data) {
        note(transaction, JsonMapper.shared().readValue(data, Data.class));
    }
}
