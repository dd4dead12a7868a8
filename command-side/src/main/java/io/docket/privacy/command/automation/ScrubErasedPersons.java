package io.docket.privacy.command.automation;

import io.docket.platform.automation.Automation;
import io.docket.platform.automation.Backoff;
import io.docket.platform.automation.FollowUpCommands;
import io.docket.platform.automation.Task;
import io.docket.platform.automation.TaskQueue;
import io.docket.platform.automation.TaskQueues;
import io.docket.platform.correlation.Correlation;
import io.docket.platform.database.TimeLimits;
import io.docket.platform.privacy.DerivedData;
import io.docket.platform.privacy.HeldData;
import io.docket.platform.privacy.Persons;
import io.docket.privacy.api.ErasedPlace;
import io.docket.privacy.api.ErasureId;
import io.docket.privacy.api.event.PersonErased;
import io.docket.privacy.command.CompleteErasure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.messaging.annotation.MetaDataValue;

/**
 * Scrubs what was derived from the log when a person has been erased: at once, and again when no process can be at work any
 * more that read the log before, and no read model is being made anew that was begun before.
 */
@Automation(processingGroup = ScrubErasedPersons.NAME)
class ScrubErasedPersons {

    static final String NAME = "scrub-erased-persons";

    /** Whoever has read something under a key that was in its memory has written it, or never will. */
    private static final Duration SETTLED = Persons.USED_FOR.plus(TimeLimits.TRANSACTION);

    /** For read models that are made anew to begin again. */
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

    private final FollowUpCommands commands;
    private final Persons persons;
    private final HeldData data;
    private final List<DerivedData> derived;
    private final Clock clock;
    private final TaskQueue<ErasedPerson> queue;

    ScrubErasedPersons(
            FollowUpCommands commands,
            Persons persons,
            HeldData data,
            List<DerivedData> derived,
            Clock clock,
            TaskQueues queues) {
        this.commands = commands;
        this.persons = persons;
        this.data = data;
        this.derived = derived;
        this.clock = clock;
        queue = queues.queue("scrub_erased_person", ErasedPerson.class, 1, BACKOFF::after, this::scrub);
    }

    private record ErasedPerson(ErasureId erasureId, long personId, Instant erasedAt) {}

    @EventHandler
    void on(PersonErased event, @Timestamp Instant erasedAt, @MetaDataValue(Correlation.ID) String correlationId) {
        queue.add(
                event.erasureId().toString(),
                new ErasedPerson(event.erasureId(), event.personId(), erasedAt),
                correlationId);
    }

    private Optional<Instant> scrub(Task<ErasedPerson> task) {
        Instant begun = clock.instant();
        // The key may be in the memory of this process, too.
        persons.count();
        // The request to erase names the person as well.
        List<String> aggregates = Stream.concat(
                        data.aggregates(task.data().personId()).stream().map(HeldData.Held::aggregateId),
                        Stream.of(task.data().erasureId().toString()))
                .toList();
        List<ErasedPlace> places = derived.stream()
                .map(place -> new ErasedPlace(place.place(), place.scrub(aggregates)))
                .toList();
        Instant settled = task.data().erasedAt().plus(SETTLED);
        if (begun.isBefore(settled)) {
            return Optional.of(settled);
        }
        if (data.isInUnfinishedTables()) {
            return Optional.of(clock.instant().plus(AGAIN));
        }
        commands.<Object>send(new CompleteErasure(task.data().erasureId(), places), NAME, task.correlationId());
        return Optional.empty();
    }
}
