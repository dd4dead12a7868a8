package io.docket.privacy.command.automation;

import io.docket.platform.automation.Automation;
import io.docket.platform.automation.Backoff;
import io.docket.platform.automation.FollowUpCommands;
import io.docket.platform.automation.Task;
import io.docket.platform.automation.TaskNotDoneException;
import io.docket.platform.automation.TaskQueue;
import io.docket.platform.automation.TaskQueues;
import io.docket.platform.correlation.Correlation;
import io.docket.platform.database.TimeLimits;
import io.docket.platform.privacy.DerivedData;
import io.docket.platform.privacy.Persons;
import io.docket.platform.scrubbing.ReadModelOfPersons;
import io.docket.platform.scrubbing.ScrubRequests;
import io.docket.platform.scrubbing.ScrubRequests.Answer;
import io.docket.platform.scrubbing.ScrubRequests.Request;
import io.docket.platform.scrubbing.ScrubRequests.Scrubbed;
import io.docket.platform.scrubbing.Scrubbing;
import io.docket.platform.scrubbing.Scrubbing.Outcome;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scrubs what was derived from the log when a person has been erased: at once, and again when no process can be at work any
 * more that read the log, or a read model, before the first pass was over. The read models are the query side's: it is asked
 * to scrub them, and waits with its answer until no read model is being made anew that was begun before.
 */
@Automation(processingGroup = ScrubErasedPersons.NAME)
class ScrubErasedPersons {

    private static final Logger LOG = LoggerFactory.getLogger(ScrubErasedPersons.class);

    static final String NAME = "scrub-erased-persons";

    /** Its tasks are the erasures that have not come to their end. */
    static final String QUEUE = "scrub_erased_person";

    /** Whoever has read something under a key that was in its memory has written it, or never will. */
    private static final Duration SETTLED = Persons.USED_FOR.plus(TimeLimits.TRANSACTION);

    /** How soon, and how seldom, it is looked whether the query side has answered. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private static final Duration SELDOM = Duration.ofMinutes(1);

    /** After that an erasure that waits is a failing task: somebody has to look. */
    private static final Duration LATE = Duration.ofMinutes(10);

    private static final int FIRST = 1;

    /** What changes in each pass for so long is not the work of transactions that began before the erasure. */
    private static final int MOST_PASSES = 5;

    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

    private final FollowUpCommands commands;
    private final Scrubbing scrubbing;
    private final List<DerivedData> derived;
    private final ScrubRequests readModels;
    private final Clock clock;
    private final TaskQueue<ErasedPerson> queue;

    ScrubErasedPersons(
            FollowUpCommands commands,
            Scrubbing scrubbing,
            List<DerivedData> derived,
            ScrubRequests readModels,
            Clock clock,
            TaskQueues queues) {
        this.commands = commands;
        this.scrubbing = scrubbing;
        this.derived = derived.stream()
                .filter(place -> !(place instanceof ReadModelOfPersons))
                .toList();
        this.readModels = readModels;
        this.clock = clock;
        queue = queues.queue(QUEUE, ErasedPerson.class, 1, BACKOFF::after, this::scrub);
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
        ErasedPerson erased = task.data();
        String erasureId = erased.erasureId().toString();
        Instant now = clock.instant();
        Optional<Request> request = readModels.find(erasureId);
        if (request.isEmpty()) {
            readModels.ask(erasureId, erased.personId(), FIRST, now);
            scrubOwn(erased);
            return Optional.of(now.plus(LOOK));
        }
        Answer answer = request.get().answer();
        if (answer == null) {
            return Optional.of(now.plus(nextLook(waited(request.get(), erased, now))));
        }
        int pass = request.get().pass();
        if (pass == FIRST) {
            return Optional.of(again(erased, pass, answer, now));
        }
        List<Scrubbed> scrubbed = Stream.of(answer.places(), scrubOwn(erased))
                .flatMap(List::stream)
                .toList();
        if (isToBeRepeated(pass, scrubbed)) {
            return Optional.of(again(erased, pass, answer, now));
        }
        scrubbed.stream()
                .filter(place -> Boolean.TRUE.equals(place.changed()))
                .forEach(place -> LOG.warn(
                        "Erasure {} ends after {} passes, though {} had changed again before the last one",
                        erasureId,
                        pass,
                        place.place()));
        List<ErasedPlace> places = scrubbed.stream()
                .map(place -> new ErasedPlace(place.place(), place.count()))
                .toList();
        commands.<Object>send(new CompleteErasure(erased.erasureId(), places), NAME, task.correlationId());
        readModels.forget(erasureId);
        return Optional.empty();
    }

    /**
     * Something came back after the pass before: whoever wrote it may have been read meanwhile, by somebody who writes it once
     * more.
     */
    static boolean isToBeRepeated(int pass, List<Scrubbed> scrubbed) {
        return pass < MOST_PASSES && scrubbed.stream().anyMatch(place -> !Boolean.FALSE.equals(place.changed()));
    }

    /** What was read before a pass came by, from the log or from a read model, is written by now, or never will be. */
    private Instant again(ErasedPerson erased, int pass, Answer answer, Instant now) {
        Instant settled = answer.time().plus(SETTLED);
        if (settled.isAfter(now)) {
            return settled;
        }
        String erasureId = erased.erasureId().toString();
        readModels.forget(erasureId);
        readModels.ask(erasureId, erased.personId(), pass + 1, now);
        return now.plus(LOOK);
    }

    private static Duration waited(Request request, ErasedPerson erased, Instant now) {
        if (erased.erasedAt().plus(LATE).isBefore(now)) {
            throw new TaskNotDoneException("The read models of somebody erased at " + erased.erasedAt()
                    + " are not scrubbed: "
                    + why(request, now));
        }
        return Duration.between(request.askedAt(), now);
    }

    private static String why(Request request, Instant now) {
        if (request.cause() != null && !request.cause().equals(ScrubRequests.BEGUN)) {
            return request.cause();
        }
        return request.freeAt().isAfter(now) ? ScrubRequests.BEGUN : "no process of the query side has answered";
    }

    /** More and more seldom: the query side may be away for a day, while many wait for it. */
    static Duration nextLook(Duration waited) {
        Duration tenth = waited.dividedBy(10);
        if (tenth.compareTo(LOOK) < 0) {
            return LOOK;
        }
        return tenth.compareTo(SELDOM) < 0 ? tenth : SELDOM;
    }

    /** What this side has derived. */
    private List<Scrubbed> scrubOwn(ErasedPerson erased) {
        Outcome outcome = scrubbing
                .scrub(erased.personId(), erased.erasureId().toString(), derived, () -> true)
                .orElseThrow();
        if (outcome.fault() != null) {
            throw new TaskNotDoneException("What is kept of requests is not scrubbed: " + outcome.fault());
        }
        return outcome.places();
    }
}
