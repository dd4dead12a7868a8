package io.docket.privacy.command.automation;

import io.docket.platform.automation.Task;
import io.docket.platform.automation.TaskQueue;
import io.docket.platform.automation.TaskQueues;
import io.docket.platform.eventstore.OlderEvents;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/** Encrypts the personal data of the events that an older version wrote, while the system runs. */
@Component
class EncryptOlderEvents implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(EncryptOlderEvents.class);

    private static final String NAME = "encrypt-older-events";
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final int AT_A_TIME = 20;

    private final OlderEvents events;
    private final Clock clock;
    private final TaskQueue<TheLog> queue;

    EncryptOlderEvents(OlderEvents events, TaskQueues queues, Clock clock) {
        this.events = events;
        this.clock = clock;
        queue = queues.queue("encrypt_older_events", TheLog.class, 1, failures -> RETRY, this::encrypt);
    }

    /** There is one. */
    private record TheLog() {}

    @Override
    public void afterSingletonsInstantiated() {
        if (events.areLeft()) {
            LOG.info("The personal data of events that an older version wrote are being encrypted");
            queue.add("log", new TheLog(), NAME);
        }
    }

    /** Not all of them without a pause: a stop waits for what is under way. */
    private Optional<Instant> encrypt(Task<TheLog> task) {
        for (int times = 0; times < AT_A_TIME && events.areLeft(); times++) {
            events.encryptSome();
        }
        if (events.areLeft()) {
            return Optional.of(clock.instant());
        }
        LOG.info("The personal data of all events are encrypted");
        return Optional.empty();
    }
}
