package io.docket.platform.projection;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;

import io.docket.platform.eventstore.StoredJson;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jooq.Field;
import org.jooq.Record;

/** The columns that every read model has: whose row it is, which event it reflects, and the whole as a document. */
final class DocumentColumns<V> {

    static final Field<Long> VERSION = field(name("version"), Long.class);
    static final Field<String> DOCUMENT = field(name("document"), String.class);

    private static final Field<Long> POSITION = field(name("position"), Long.class);
    private static final Field<String> CHANGE = field(name("change"), String.class);
    private static final Field<OffsetDateTime> CHANGED_AT = field(name("changed_at"), OffsetDateTime.class);

    private final StoredJson json;
    private final Class<V> type;
    private final Field<String> id;

    DocumentColumns(StoredJson json, Class<V> type, Field<String> id) {
        this.json = json;
        this.type = type;
        this.id = id;
    }

    List<Field<?>> all() {
        return List.of(id, VERSION, POSITION, CHANGE, CHANGED_AT, DOCUMENT);
    }

    /** What stands in {@link #all()} of them. */
    List<Object> values(Projected<V> row) {
        return List.of(
                row.id(),
                row.version(),
                row.position(),
                row.change(),
                row.time().atOffset(ZoneOffset.UTC),
                json.write(row.value()));
    }

    Projected<V> row(Record found) {
        return new Projected<>(
                found.get(id),
                found.get(VERSION),
                found.get(POSITION),
                found.get(CHANGE),
                found.get(CHANGED_AT).toInstant(),
                value(found));
    }

    V value(Record found) {
        return json.read(found.get(DOCUMENT), type);
    }
}
