package io.docket.platform.privacy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.docket.common.api.PersonId;
import io.docket.common.api.PersonKind;
import io.docket.common.api.PersonalData;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a record, and the records that it is made of, have marked as personal, by the names that the fields have as JSON.
 *
 * @param ids the fields that tell which person something concerns
 * @param marked the fields that hold personal data
 * @param nested the records, and lists of records, that have marked something themselves
 */
record PersonalFields(List<Id> ids, List<Marked> marked, Map<String, PersonalFields> nested) {

    private static final Pattern CAPITAL = Pattern.compile("[A-Z]");

    private static final ClassValue<PersonalFields> OF = new ClassValue<>() {
        @Override
        protected PersonalFields computeValue(Class<?> type) {
            return read(type);
        }
    };

    /** A field that tells which person something concerns. */
    record Id(String name, PersonKind kind, boolean isMain) {}

    /**
     * A field that holds personal data.
     *
     * @param of the field of the same object that tells whose; {@code null} if the event's main person's
     */
    record Marked(String name, @Nullable Id of) {}

    /** Those of a record; of anything else there are none. */
    static PersonalFields of(Class<?> type) {
        return OF.get(type);
    }

    /** The field of this name that tells which person something concerns, if it does. */
    @Nullable
    Id id(String name) {
        for (Id id : ids) {
            if (id.name.equals(name)) {
                return id;
            }
        }
        return null;
    }

    /** The field of this name that holds personal data, if it does. */
    @Nullable
    Marked mark(String name) {
        for (Marked mark : marked) {
            if (mark.name.equals(name)) {
                return mark;
            }
        }
        return null;
    }

    boolean isEmpty() {
        return ids.isEmpty() && marked.isEmpty() && nested.isEmpty();
    }

    private static PersonalFields read(Class<?> type) {
        Map<String, Id> ids = new LinkedHashMap<>();
        List<Marked> marked = new ArrayList<>();
        Map<String, PersonalFields> nested = new LinkedHashMap<>();
        if (!type.isRecord()) {
            return new PersonalFields(List.of(), List.of(), Map.of());
        }
        for (RecordComponent component : type.getRecordComponents()) {
            PersonId id = component.getAnnotation(PersonId.class);
            if (id != null) {
                ids.put(component.getName(), new Id(jsonName(component), id.value(), id.main()));
            }
        }
        for (RecordComponent component : type.getRecordComponents()) {
            PersonalData mark = component.getAnnotation(PersonalData.class);
            if (mark != null) {
                marked.add(new Marked(jsonName(component), owner(type, mark, ids)));
                continue;
            }
            PersonalFields inner = of(content(component.getGenericType()));
            if (!inner.isEmpty()) {
                nested.put(jsonName(component), inner);
            }
        }
        return new PersonalFields(List.copyOf(ids.values()), List.copyOf(marked), Map.copyOf(nested));
    }

    private static @Nullable Id owner(Class<?> type, PersonalData mark, Map<String, Id> ids) {
        if (mark.of().isEmpty()) {
            return null;
        }
        Id owner = ids.get(mark.of());
        if (owner == null) {
            throw new IllegalStateException(type + " marks no component " + mark.of() + " with @PersonId");
        }
        return owner;
    }

    private static Class<?> content(Type type) {
        if (type instanceof ParameterizedType list && list.getActualTypeArguments()[0] instanceof Class<?> element) {
            return element;
        }
        return type instanceof Class<?> simple ? simple : Object.class;
    }

    private static String jsonName(RecordComponent component) {
        JsonProperty given = component.getAccessor().getAnnotation(JsonProperty.class);
        return given != null
                ? given.value()
                : CAPITAL.matcher(component.getName()).replaceAll("-$0").toLowerCase(Locale.ROOT);
    }
}
