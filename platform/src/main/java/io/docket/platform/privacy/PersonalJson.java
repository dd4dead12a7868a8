package io.docket.platform.privacy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.docket.common.api.PersonKind;
import io.docket.common.api.PersonalData;
import io.docket.platform.correlation.Correlation;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Seals and opens the personal values of stored JSON objects. A value is bound to the event and to its place in it: taken
 * elsewhere, it cannot be opened.
 */
@Component
public final class PersonalJson {

    private static final PersonalFields.Id AGENT_ID =
            new PersonalFields.Id(Correlation.AGENT_ID, PersonKind.AGENT, false);
    private static final PersonalFields.Id ACTOR = new PersonalFields.Id(Correlation.ACTOR, PersonKind.AGENT, false);

    /** Of the metadata of an event; who acted without an agent is known by the token alone. */
    private static final PersonalFields METADATA = new PersonalFields(
            List.of(AGENT_ID, ACTOR), List.of(new PersonalFields.Marked(Correlation.AGENT_NAME, null)), Map.of());

    private static final char QUOTE = '"';
    private static final char ESCAPE = '\\';

    private final Persons persons;

    /**
     * A person who has to do with an event.
     *
     * @param person who
     * @param isNamed whether the event names the person, whose data its aggregate therefore holds
     * @param isMain whether the event and those behind it are about the person
     */
    public record Concerned(Person person, boolean isNamed, boolean isMain) {}

    PersonalJson(Persons persons) {
        this.persons = persons;
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

    /** The persons whom an object names; not those who act, whose names alone are personal. */
    public List<Concerned> named(PersonalPlaces places) {
        List<Concerned> found = new ArrayList<>();
        for (PersonalPlaces.Named named : places.named()) {
            if (named.id().kind() != PersonKind.AGENT) {
                person(named)
                        .ifPresent(person -> found.add(new Concerned(
                                person,
                                true,
                                named.id().isMain() && found.stream().noneMatch(Concerned::isMain))));
            }
        }
        return found;
    }

    private Optional<Person> person(PersonalPlaces.@Nullable Named named) {
        return named == null || isUnreadable(named.value())
                ? Optional.empty()
                : Optional.of(persons.of(named.id().kind(), named.value()));
    }

    private static boolean isUnreadable(String value) {
        return value.equals(PersonalData.ERASED) || SealedValue.isSealed(value);
    }

    /**
     * Encrypts the values that are marked, those excepted that are encrypted already. All else stays as it is.
     *
     * @param places what was found in the object
     * @param eventId the event that it belongs to
     * @param main whom it concerns where it does not name anybody else
     * @param used is told whose keys are used
     */
    public byte[] seal(
            byte[] object, PersonalPlaces places, String eventId, Supplier<Person> main, Consumer<Person> used) {
        return seal(object, places, place(eventId, ""), owner -> person(owner).orElseGet(main), used);
    }

    /** Encrypts the name of the person who acts, in the metadata of an event. */
    public byte[] sealAgent(byte[] metaData, String eventId, Consumer<Person> used) {
        PersonalPlaces places = PersonalPlaces.in(METADATA, metaData);
        String agent = places.value(AGENT_ID).or(() -> places.value(ACTOR)).orElse("");
        return seal(metaData, places, place(eventId, "metadata"), owner -> persons.of(PersonKind.AGENT, agent), used);
    }

    private static byte[] seal(
            byte[] object,
            PersonalPlaces places,
            String place,
            Function<PersonalPlaces.@Nullable Named, Person> owners,
            Consumer<Person> used) {
        var sealed = new Splice(object);
        for (PersonalPlaces.Marked marked : places.marked()) {
            if (!marked.isSealed()) {
                Person person = owners.apply(marked.owner());
                used.accept(person);
                String at = place + marked.path();
                SealedValue value = marked.text() == null
                        ? SealedValue.ofJson(Arrays.copyOfRange(object, marked.begin(), marked.end()), person, at)
                        : SealedValue.ofText(marked.text(), person, at);
                sealed.replace(marked.begin(), marked.end(), value.toJson());
            }
        }
        return sealed.bytes();
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
        return openMetaData(stored, eventId, person -> true);
    }

    /** The same, with the data of others than some persons withheld. */
    public byte[] openMetaData(byte[] stored, String eventId, Predicate<Long> shown) {
        return open(stored, place(eventId, "metadata"), shown);
    }

    /**
     * A payload with what is personal masked, whose ever it is; that of persons who were erased reads as it does for all.
     * Needs not know where in it a value stands, and so parses nothing around the values.
     */
    public byte[] maskPayload(byte[] stored) {
        var masked = new Splice(stored);
        int end = 0;
        for (int mark = indexOf(SealedValue.MARK, stored, 2); mark > 0; mark = indexOf(SealedValue.MARK, stored, end)) {
            int begin = mark - 1;
            end = mark + 1;
            if (stored[begin] == QUOTE && stored[begin - 1] != ESCAPE) {
                int close = indexOf(QUOTE, stored, end);
                if (close < 0) {
                    throw new IllegalStateException("A text has no end");
                }
                byte[] value = maskedValue(new String(stored, mark, close - mark, ISO_8859_1));
                if (value != null) {
                    end = close + 1;
                    masked.replace(begin, end, value);
                }
            }
        }
        return masked.bytes();
    }

    private byte @Nullable [] maskedValue(String text) {
        return SealedValue.parse(text)
                .map(value -> value.masked(persons.numbered(value.personId()).isEmpty()))
                .orElse(null);
    }

    private static int indexOf(char wanted, byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** The numbers of those under whose keys something in a stored object is encrypted. */
    public static Set<Long> owners(byte[] stored) {
        Set<Long> owners = new HashSet<>();
        if (holdsSealed(stored)) {
            try (JsonParser from = JsonMapper.shared().createParser(stored)) {
                for (JsonToken token = from.nextToken(); token != null; token = from.nextToken()) {
                    if (token == JsonToken.VALUE_STRING) {
                        SealedValue.parse(from.getString()).ifPresent(value -> owners.add(value.personId()));
                    }
                }
            }
        }
        return owners;
    }

    private byte[] open(byte[] stored, String place, Predicate<Long> shown) {
        return rewritten(stored, place, (value, at) -> open(value, at, shown));
    }

    /** What is read in the place of a sealed value, as JSON. */
    @FunctionalInterface
    private interface Reading {

        byte[] of(SealedValue value, String place) throws GeneralSecurityException;
    }

    private static byte[] rewritten(byte[] stored, String place, Reading reading) {
        if (!holdsSealed(stored)) {
            return stored;
        }
        var opened = new Splice(stored);
        try (JsonParser from = JsonMapper.shared().createParser(stored)) {
            for (JsonToken token = from.nextToken(); token != null; token = from.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    int begin = PersonalPlaces.beginOfToken(from);
                    Optional<SealedValue> found = stored[begin + 1] == SealedValue.MARK
                            ? SealedValue.parse(from.getString())
                            : Optional.empty();
                    if (found.isPresent()) {
                        String path = from.streamReadContext().pathAsPointer().toString();
                        byte[] value = reading.of(found.get(), place + path);
                        opened.replace(begin, PersonalPlaces.endOfToken(from), value);
                    }
                }
            }
        } catch (GeneralSecurityException e) {
            return JsonMapper.shared().writeValueAsBytes("Personal data of " + place + " are not what was encrypted");
        }
        return opened.bytes();
    }

    /** Bytes of which some are replaced, from the first to the last. */
    private static final class Splice {

        private final byte[] from;
        private final ByteArrayOutputStream to;
        private int done;

        Splice(byte[] from) {
            this.from = from;
            to = new ByteArrayOutputStream(from.length);
        }

        void replace(int begin, int end, byte[] value) {
            to.write(from, done, begin - done);
            to.writeBytes(value);
            done = end;
        }

        /** The same bytes if none are replaced. */
        byte[] bytes() {
            if (done == 0) {
                return from;
            }
            to.write(from, done, from.length - done);
            return to.toByteArray();
        }
    }

    /** Whether something in an object may be encrypted. */
    public static boolean holdsSealed(byte[] stored) {
        return indexOf(SealedValue.MARK, stored, 0) >= 0;
    }

    private byte[] open(SealedValue value, String place, Predicate<Long> shown) throws GeneralSecurityException {
        return shown.test(value.personId())
                ? value.open(persons.numbered(value.personId()).map(Person::key).orElse(null), place)
                : SealedValue.withheld();
    }
}
