package io.docket.platform.eventstore;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.docket.platform.correlation.Correlation;
import io.docket.platform.privacy.Person;
import io.docket.platform.privacy.PersonRecords;
import io.docket.platform.privacy.PersonalJson;
import io.docket.platform.privacy.PersonalJson.Concerned;
import io.docket.platform.privacy.PersonalPlaces;
import io.docket.platform.privacy.Persons;
import io.docket.platform.privacy.recent.FreshEvents;
import io.docket.platform.privacy.recent.Recent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Encrypts the personal data of events before they are stored, and decrypts them when they are read.
 *
 * <p>Whom an event concerns that names nobody, its aggregate tells: the person whom the last event before it named, as long
 * as that person has not been erased.
 */
@Component
public final class PersonalEvents {

    private static final int KEPT = 1 << 17;

    private final PersonalJson json;
    private final Persons persons;
    private final EventTypes types;
    private final JdbcClient jdbc;
    private final FreshEvents fresh = new FreshEvents();

    /** Whom aggregates were about when this process last appended to them. */
    private final Recent<Main> mains = new Recent<>(KEPT);

    /**
     * Whom an aggregate is about.
     *
     * @param sequenceNumber of its last event, as far as this process knows
     */
    private record Main(Person person, long sequenceNumber) {}

    PersonalEvents(PersonalJson json, Persons persons, EventTypes types, DataSource dataSource) {
        this.json = json;
        this.persons = persons;
        this.types = types;
        jdbc = JdbcClient.create(dataSource);
    }

    /** The payload of a stored event as its record is read from it. */
    public byte[] openPayload(byte[] stored, String eventId) {
        byte[] known = fresh.payload(stored, eventId, persons.erasures());
        return known != null ? known : json.openPayload(stored, eventId);
    }

    /** The payload of a stored event with what is personal masked. */
    public byte[] maskPayload(byte[] stored) {
        return json.maskPayload(stored);
    }

    /** How many erasures there have been: what was read before the last one may have to be read again. */
    public long erasures() {
        return persons.erasures();
    }

    /** The metadata of a stored event as they were before they were encrypted. */
    public byte[] openMetaData(byte[] stored, String eventId) {
        byte[] known = fresh.metaData(stored, eventId, persons.erasures());
        return known != null ? known : json.openMetaData(stored, eventId);
    }

    /**
     * Encrypts what is personal in the events that one command appends.
     *
     * @param events in their order, with nothing encrypted yet
     */
    List<StoredEvent> seal(List<StoredEvent> events) {
        long erasures = persons.erasures();
        Map<String, Main> now = new HashMap<>();
        List<StoredEvent> encrypted = new ArrayList<>();
        for (StoredEvent event : events) {
            encrypted.add(seal(event, erasures, now));
        }
        return encrypted;
    }

    private StoredEvent seal(StoredEvent event, long erasures, Map<String, Main> now) {
        Class<?> type = types.classOf(event.payloadType()).orElse(Object.class);
        Optional<Person> known = known(event, now);
        Map<Long, Concerned> concerned = new LinkedHashMap<>();
        byte[] payload = event.payload();
        if (PersonalJson.isPersonal(type)) {
            PersonalPlaces places = PersonalPlaces.in(type, payload);
            known = main(type, places, event, known, concerned);
            Optional<Person> main = known;
            payload = json.seal(
                    payload, places, event.eventIdentifier(), main::orElseThrow, person -> used(person, concerned));
        }
        known.ifPresent(person -> now.put(event.aggregateIdentifier(), new Main(person, event.sequenceNumber())));
        byte[] metaData = event.metaData();
        if (mayNameAgent(metaData)) {
            metaData = json.sealAgent(metaData, event.eventIdentifier(), person -> used(person, concerned));
        }
        if (concerned.isEmpty()) {
            return event;
        }
        StoredEvent sealed = event.sealed(payload, metaData, erasures, List.copyOf(concerned.values()));
        if (!PersonalJson.holdsSealed(event.payload()) && !PersonalJson.holdsSealed(event.metaData())) {
            fresh.add(
                    event.eventIdentifier(),
                    erasures,
                    new FreshEvents.Part(event.payload(), payload),
                    new FreshEvents.Part(event.metaData(), metaData));
        }
        return sealed;
    }

    /** Most events are of systems, whose metadata need not be parsed to see that they name nobody. */
    private static boolean mayNameAgent(byte[] metaData) {
        return new String(metaData, ISO_8859_1).contains(Correlation.AGENT_NAME);
    }

    private Optional<Person> known(StoredEvent event, Map<String, Main> now) {
        long before = event.sequenceNumber() - 1;
        Main ofThisCommand = now.get(event.aggregateIdentifier());
        if (ofThisCommand != null && ofThisCommand.sequenceNumber == before) {
            return Optional.of(ofThisCommand.person);
        }
        return Optional.ofNullable(mains.get(event.aggregateIdentifier()))
                .filter(main -> main.sequenceNumber == before)
                .flatMap(main -> persons.numbered(main.person.id()));
    }

    /** Whom an event is about: whom it names, or whom the event before it was about. */
    private Optional<Person> main(
            Class<?> type,
            PersonalPlaces places,
            StoredEvent event,
            Optional<Person> known,
            Map<Long, Concerned> concerned) {
        json.named(places).forEach(named -> concerned.merge(named.person().id(), named, PersonalEvents::both));
        Optional<Person> main = concerned.values().stream()
                .filter(Concerned::isMain)
                .map(Concerned::person)
                .findFirst()
                .or(() -> known);
        if (main.isPresent() || !PersonalJson.isMarked(type)) {
            return main;
        }
        Concerned found = mainBefore(event.aggregateIdentifier(), event.sequenceNumber());
        concerned.merge(found.person().id(), found, PersonalEvents::both);
        return Optional.of(found.person());
    }

    private static void used(Person person, Map<Long, Concerned> concerned) {
        concerned.putIfAbsent(person.id(), new Concerned(person, false, false));
    }

    private static Concerned both(Concerned one, Concerned other) {
        return new Concerned(one.person(), one.isNamed() || other.isNamed(), one.isMain() || other.isMain());
    }

    /** Whom an aggregate is about, as its rows tell, or its events if these were written before there were such rows. */
    private Concerned mainBefore(String aggregateId, long sequenceNumber) {
        return PersonRecords.mainOf(jdbc, aggregateId, sequenceNumber)
                .flatMap(persons::numbered)
                .map(person -> new Concerned(person, false, true))
                .orElseGet(() -> new Concerned(
                        namedBefore(aggregateId, sequenceNumber).orElseGet(() -> persons.ofAggregate(aggregateId)),
                        true,
                        true));
    }

    private Optional<Person> namedBefore(String aggregateId, long sequenceNumber) {
        return jdbc
                .sql("select event_identifier, payload_type, payload from domain_event "
                        + "where aggregate_identifier = ? and sequence_number < ? order by sequence_number desc")
                .params(aggregateId, sequenceNumber)
                .query((row, number) -> mainOf(
                        row.getString("payload_type"),
                        json.openPayload(row.getBytes("payload"), row.getString("event_identifier"))))
                .list()
                .stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Person> mainOf(String payloadType, byte[] payload) {
        return types.classOf(payloadType)
                .filter(PersonalJson::isPersonal)
                .flatMap(type -> json.named(PersonalPlaces.in(type, payload)).stream()
                        .filter(Concerned::isMain)
                        .findFirst())
                .map(Concerned::person);
    }

    /** Notes that events are in the log. */
    void appended(List<StoredEvent> events) {
        for (StoredEvent event : events) {
            event.concerned().forEach(concerned -> concerned.person().setStored());
            Optional<Person> main = event.concerned().stream()
                    .filter(Concerned::isMain)
                    .map(Concerned::person)
                    .findFirst()
                    .or(() -> Optional.ofNullable(mains.get(event.aggregateIdentifier()))
                            .filter(before -> before.sequenceNumber == event.sequenceNumber() - 1)
                            .map(Main::person));
            main.ifPresentOrElse(
                    person -> mains.put(event.aggregateIdentifier(), new Main(person, event.sequenceNumber())),
                    () -> mains.remove(event.aggregateIdentifier()));
        }
    }

    /** Looks again at whatever may have kept events from being appended: an erasure, or persons whom others have met. */
    void refused(List<StoredEvent> events) {
        persons.count();
        events.forEach(event -> event.concerned().stream()
                .map(Concerned::person)
                .filter(person -> !person.isStored())
                .forEach(persons::forget));
    }
}
