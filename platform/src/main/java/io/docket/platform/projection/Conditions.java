package io.docket.platform.projection;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The conditions of a list, all of which have to be met. What a query leaves open is no condition. */
public final class Conditions {

    private final List<Condition> conditions = new ArrayList<>();

    /** One of the values; any if there is none. */
    public <T> Conditions anyOf(Field<String> column, Set<T> values, Function<T, String> literal) {
        if (!values.isEmpty()) {
            conditions.add(column.in(values.stream().map(literal).toList()));
        }
        return this;
    }

    /** That value; any if it is {@code null}. */
    public Conditions equal(Field<String> column, @Nullable String value) {
        if (value != null) {
            conditions.add(column.eq(value));
        }
        return this;
    }

    /** A time not before the first and before the second, where they are not {@code null}. */
    public Conditions between(Field<OffsetDateTime> column, @Nullable Instant from, @Nullable Instant before) {
        if (from != null) {
            conditions.add(column.ge(from.atOffset(ZoneOffset.UTC)));
        }
        if (before != null) {
            conditions.add(column.lt(before.atOffset(ZoneOffset.UTC)));
        }
        return this;
    }

    /** Another condition. */
    public Conditions and(Condition condition) {
        conditions.add(condition);
        return this;
    }

    /** All of them. */
    public Condition all() {
        return DSL.and(conditions);
    }
}
