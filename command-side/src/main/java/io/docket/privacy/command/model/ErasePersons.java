package io.docket.privacy.command.model;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.docket.common.api.Refusal;
import io.docket.platform.database.Deadline;
import io.docket.platform.database.TimeLimits;
import io.docket.platform.errors.RefusedException;
import io.docket.platform.eventstore.EventTypes;
import io.docket.platform.eventstore.TransactionParticipant;
import io.docket.platform.privacy.HeldData;
import io.docket.platform.privacy.OpenBusiness;
import io.docket.platform.privacy.Person;
import io.docket.platform.privacy.Persons;
import io.docket.privacy.api.PrivacyProblem;
import io.docket.privacy.api.event.PersonErased;
import io.docket.privacy.command.ErasePerson;
import io.docket.privacy.command.ErasureReceipt;
import io.docket.privacy.command.Subject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.modelling.command.Repository;
import org.springframework.stereotype.Component;

/**
 * Erases persons: destroys the key in the transaction that appends the event, provided that nothing has happened to what the
 * person has since it was looked at.
 */
@Component
class ErasePersons {

    private static final int MAX_NAMED = 20;

    private final Repository<Erasure> erasures;
    private final Persons persons;
    private final HeldData data;
    private final List<OpenBusiness> businesses;
    private final Set<String> ends;
    private final Clock clock;

    ErasePersons(
            Repository<Erasure> erasures, Persons persons, HeldData data, List<OpenBusiness> businesses, Clock clock) {
        this.erasures = erasures;
        this.persons = persons;
        this.data = data;
        this.businesses = businesses;
        this.ends = businesses.stream()
                .flatMap(business -> business.ends().stream())
                .map(EventTypes::nameOf)
                .collect(toUnmodifiableSet());
        this.clock = clock;
    }

    @CommandHandler
    ErasureReceipt handle(ErasePerson command) throws Exception {
        data.requireAllEncrypted();
        Person person = find(persons, command.subject());
        HeldData.Extent extent = data.extent(person.id());
        if (!command.force()) {
            requireNoOpenBusiness(person);
        }
        var event = new PersonErased(
                command.erasureId(),
                command.subject().kind(),
                person.id(),
                command.reason(),
                command.force(),
                extent.aggregates());
        Instant time = clock.instant();
        TransactionParticipant.add(
                CurrentUnitOfWork.get().root(),
                new TransactionParticipant(
                        () -> List.of(HeldData.destroyedKey(person.id(), time)), (jdbc, position) -> {
                            if (!HeldData.erase(jdbc, person.id(), extent, time)) {
                                throw new ConcurrencyException("Something has happened to what the person has");
                            }
                        }));
        return erasures.newInstance(() -> new Erasure(event)).invoke(Erasure::receipt);
    }

    static Person find(Persons persons, Subject subject) {
        return subject.values().stream()
                .flatMap(value -> persons.find(subject.kind(), value).stream())
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        Refusal.notFound(PrivacyProblem.UNKNOWN_PERSON, "Nothing is held about this person.")));
    }

    private void requireNoOpenBusiness(Person person) {
        Deadline deadline = Optional.<Deadline>ofNullable(
                        CurrentUnitOfWork.get().root().getResource(Deadline.RESOURCE))
                .orElseGet(() -> Deadline.in(TimeLimits.COMMAND));
        var open = new OpenOnes(deadline);
        boolean looked = data.eachPage(person.id(), open::look);
        List<String> named = open.found.subList(0, Math.min(MAX_NAMED, open.found.size()));
        if (!named.isEmpty()) {
            throw new RefusedException(Refusal.conflict(
                    PrivacyProblem.OPEN_BUSINESS,
                    "The person has open business: " + String.join(", ", named)
                            + (looked && open.found.size() <= MAX_NAMED ? "." : " and more.")));
        }
        if (!looked) {
            throw new RefusedException(Refusal.conflict(
                    PrivacyProblem.OPEN_BUSINESS,
                    "The person has so much business that it takes too long to see whether any is open. None was found "
                            + "in time. With force, the person is erased all the same."));
        }
    }

    /** What is open of what a person has, looked for until it is enough, or whoever asks has gone. */
    private final class OpenOnes {

        private final Deadline deadline;
        private final List<String> found = new ArrayList<>();

        OpenOnes(Deadline deadline) {
            this.deadline = deadline;
        }

        /** Only those are made of their events whose last event does not tell that they have ended. */
        boolean look(List<HeldData.Held> page) {
            Set<String> ended = data.endedBy(ends, page);
            for (HeldData.Held held : page) {
                if (deadline.hasPassed() || found.size() > MAX_NAMED) {
                    return false;
                }
                if (!ended.contains(held.aggregateId()) && isOpen(held)) {
                    found.add(held.aggregateId());
                }
            }
            return true;
        }
    }

    private boolean isOpen(HeldData.Held held) {
        return businesses.stream()
                .anyMatch(business ->
                        business.aggregateType().equals(held.aggregateType()) && business.isOpen(held.aggregateId()));
    }
}
