package io.docket.platform.privacy;

import io.docket.common.api.PersonKind;
import io.docket.common.api.PersonalData;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Seals and opens the personal values of stored JSON objects. A value is bound to the event and to its place in it: taken
 * elsewhere, it cannot be opened.
 */
@Component
public final class PersonalJson {

    /** Takes and gives numbers as they are written. */
    static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final Persons persons;

    PersonalJson(Persons persons) {
        this.persons = persons;
    }

    /** Reads a stored object. */
    public static ObjectNode read(byte[] stored) {
        return (ObjectNode) EXACT.readTree(stored);
    }

    /** What is to be stored of an object. */
    public static byte[] write(ObjectNode object) {
        return EXACT.writeValueAsBytes(object);
    }

    /** Whether objects of a type can hold personal data, or tell whom they concern. */
    public static boolean isPersonal(Class<?> type) {
        return !PersonalFields.of(type).isEmpty();
    }

    /** Whether objects of a type can hold personal data. */
    public static boolean isMarked(Class<?> type) {
        return isMarked(PersonalFields.of(type));
    }

    private static boolean isMarked(PersonalFields fields) {
        return !fields.marked().isEmpty() || fields.nested().values().stream().anyMatch(PersonalJson::isMarked);
    }

    /**
     * The persons whom an object names; not those who act, whose names alone are personal.
     *
     * @param type the record that the object is
     */
    public List<Concerned> named(Class<?> type, JsonNode object) {
        List<Concerned> found = new ArrayList<>();
        collect(PersonalFields.of(type), object, found);
        return found;
    }

    private void collect(PersonalFields fields, @Nullable JsonNode object, List<Concerned> found) {
        if (object == null || object.isNull()) {
            return;
        }
        if (object.isArray()) {
            object.forEach(element -> collect(fields, element, found));
            return;
        }
        for (PersonalFields.Id id : fields.ids()) {
            if (id.kind() != PersonKind.AGENT) {
                person(id, object)
                        .ifPresent(person -> found.add(new Concerned(
                                person, true, id.isMain() && found.stream().noneMatch(Concerned::isMain))));
            }
        }
        fields.nested().forEach((name, inner) -> collect(inner, object.get(name), found));
    }

    private Optional<Person> person(PersonalFields.Id id, JsonNode object) {
        JsonNode value = object.get(id.name());
        return value == null || !value.isString() || isUnreadable(value.stringValue())
                ? Optional.empty()
                : Optional.of(persons.of(id.kind(), value.stringValue()));
    }

    private static boolean isUnreadable(String value) {
        return value.equals(PersonalData.ERASED) || SealedValue.isSealed(value);
    }

    /**
     * Encrypts the values that are marked, those excepted that are encrypted already.
     *
     * @param type the record that the object is
     * @param eventId the event that it belongs to
     * @param main whom it concerns where it does not name anybody else
     * @param used is told whose keys are used
     */
    public void seal(Class<?> type, ObjectNode object, String eventId, Supplier<Person> main, Consumer<Person> used) {
        seal(PersonalFields.of(type), object, place(eventId, ""), main, used);
    }

    private void seal(
            PersonalFields fields,
            @Nullable JsonNode found,
            String place,
            Supplier<Person> main,
            Consumer<Person> used) {
        if (found instanceof ArrayNode elements) {
            for (int i = 0; i < elements.size(); i++) {
                seal(fields, elements.get(i), place + "/" + i, main, used);
            }
        } else if (found instanceof ObjectNode object) {
            for (PersonalFields.Marked marked : fields.marked()) {
                PersonalFields.Id of = marked.of();
                Supplier<Person> owner =
                        of == null ? main : () -> person(of, object).orElseGet(main);
                seal(object, marked.name(), place, owner, used);
            }
            fields.nested().forEach((name, inner) -> seal(inner, object.get(name), place + "/" + name, main, used));
        }
    }

    /** Encrypts one value of an object. */
    private static void seal(
            ObjectNode object, String name, String place, Supplier<Person> owner, Consumer<Person> used) {
        JsonNode value = object.get(name);
        if (value == null || value.isNull() || (value.isString() && SealedValue.isSealed(value.stringValue()))) {
            return;
        }
        Person person = owner.get();
        used.accept(person);
        object.put(name, SealedValue.seal(value, person, place + "/" + name).toString());
    }

    /** Encrypts the name of the person who acts, in the metadata of an event. */
    public void sealAgent(
            ObjectNode metaData, String name, @Nullable String agent, String eventId, Consumer<Person> used) {
        seal(
                metaData,
                name,
                place(eventId, "metadata"),
                () -> persons.of(PersonKind.AGENT, agent == null ? "" : agent),
                used);
    }

    private static String place(String eventId, String part) {
        return eventId + "#" + part;
    }

    /**
     * An object as it was before its values were encrypted.
     *
     * @param eventId the event whose payload it is
     * @return what was stored, if nothing is encrypted in it; if something is that cannot be what was encrypted, a JSON
     *     text that says so, which can be read as no event
     */
    public byte[] openPayload(byte[] stored, String eventId) {
        return open(stored, place(eventId, ""), person -> true);
    }

    /** The same, with the data of others than some persons withheld. */
    public byte[] openPayload(byte[] stored, String eventId, Predicate<Long> shown) {
        return open(stored, place(eventId, ""), shown);
    }

    /** Metadata as they were before their values were encrypted. */
    public byte[] openMetaData(byte[] stored, String eventId) {
        return open(stored, place(eventId, "metadata"), person -> true);
    }

    /** The same with what is personal masked, whose ever it is; that of persons who were erased reads as it does for all. */
    public byte[] maskPayload(byte[] stored, String eventId) {
        return rewritten(
                stored,
                place(eventId, ""),
                (value, place) ->
                        value.masked(persons.numbered(value.personId()).isEmpty()));
    }

    private byte[] open(byte[] stored, String place, Predicate<Long> shown) {
        return rewritten(stored, place, (value, at) -> open(value, at, shown));
    }

    /** What is read in the place of a sealed value. */
    @FunctionalInterface
    private interface Reading {

        JsonNode of(SealedValue value, String place) throws GeneralSecurityException;
    }

    private static byte[] rewritten(byte[] stored, String place, Reading reading) {
        if (!holdsSealed(stored)) {
            return stored;
        }
        var opened = new ByteArrayOutputStream(stored.length);
        try (JsonParser from = EXACT.createParser(stored);
                JsonGenerator to = EXACT.createGenerator(opened)) {
            while (from.nextToken() != null) {
                Optional<SealedValue> found =
                        from.hasToken(JsonToken.VALUE_STRING) ? SealedValue.parse(from.getString()) : Optional.empty();
                if (found.isPresent()) {
                    String path = from.streamReadContext().pathAsPointer().toString();
                    to.writeTree(reading.of(found.get(), place + path));
                } else {
                    to.copyCurrentEventExact(from);
                }
            }
        } catch (GeneralSecurityException e) {
            return EXACT.writeValueAsBytes("Personal data of " + place + " are not what was encrypted");
        }
        return opened.toByteArray();
    }

    private static boolean holdsSealed(byte[] stored) {
        for (byte one : stored) {
            if (one == SealedValue.MARK) {
                return true;
            }
        }
        return false;
    }

    private JsonNode open(SealedValue value, String place, Predicate<Long> shown) throws GeneralSecurityException {
        if (!shown.test(value.personId())) {
            return StringNode.valueOf(SealedValue.WITHHELD);
        }
        return value.open(persons.numbered(value.personId()).map(Person::key).orElse(null), place);
    }
}
