package io.docket.privacy.command.model;

import io.docket.common.api.Refusal;
import io.docket.platform.database.Deadline;
import io.docket.platform.database.TimeLimits;
import io.docket.platform.errors.RefusedException;
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
import java.util.List;
import java.util.Optional;
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
    private final Clock clock;

    ErasePersons(
            Repository<Erasure> erasures, Persons persons, HeldData data, List<OpenBusiness> businesses, Clock clock) {
        this.erasures = erasures;
        this.persons = persons;
        this.data = data;
        this.businesses = businesses;
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
        TransactionParticipant.add(CurrentUnitOfWork.get().root(), (jdbc, position) -> {
            if (!HeldData.erase(jdbc, person.id(), extent, time)) {
                throw new ConcurrencyException("Something has happened to what the person has");
            }
        });
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
        List<String> open = data.aggregates(person.id()).stream()
                .filter(held -> isOpen(held, deadline))
                .map(HeldData.Held::aggregateId)
                .limit(MAX_NAMED + 1L)
                .toList();
        if (!open.isEmpty()) {
            String named = String.join(", ", open.subList(0, Math.min(MAX_NAMED, open.size())));
            throw new RefusedException(Refusal.conflict(
                    PrivacyProblem.OPEN_BUSINESS,
                    "The person has open business: " + named + (open.size() > MAX_NAMED ? " and more." : ".")));
        }
    }

    /** Whoever asks has gone when the deadline is over. */
    private boolean isOpen(HeldData.Held held, Deadline deadline) {
        if (deadline.hasPassed()) {
            throw new RefusedException(Refusal.conflict(
                    PrivacyProblem.OPEN_BUSINESS,
                    "The person has so much business that it takes too long to see whether any is open. "
                            + "With force, the person is erased all the same."));
        }
        return businesses.stream()
                .anyMatch(business ->
                        business.aggregateType().equals(held.aggregateType()) && business.isOpen(held.aggregateId()));
    }
}
