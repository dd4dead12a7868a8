package io.docket.platform.scrubbing;

import io.docket.platform.privacy.DerivedData;
import io.docket.platform.privacy.DerivedData.Scrub;
import io.docket.platform.privacy.HeldData;
import io.docket.platform.privacy.Persons;
import io.docket.platform.scrubbing.ScrubRequests.Scrubbed;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Scrubs what was derived from the log about a person. Each aggregate is scrubbed by itself in each place, in a transaction
 * of its own: one that cannot be scrubbed keeps no other from it.
 */
@Component
public final class Scrubbing {

    private static final Logger LOG = LoggerFactory.getLogger(Scrubbing.class);

    /** A place that has spent so long failing passes aggregates over, and after twice as long all of them, for this time. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** It tries one of 2 to the power of less than this: others each time, spread over many or few. */
    private static final int MOST_DOUBLINGS = 16;

    private final HeldData data;
    private final Persons persons;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Scrubbing(HeldData data, Persons persons, PlatformTransactionManager transactions, Clock clock) {
        this.data = data;
        this.persons = persons;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /**
     * What has come of it.
     *
     * @param fault the first place, and the kind of fault, of what could not be scrubbed, without anything personal;
     *     {@code null} if all was
     */
    public record Outcome(List<Scrubbed> places, @Nullable String fault) {}

    /**
     * Scrubs places of what they hold of a person who has been erased. All of it is gone through, whatever fails.
     *
     * @param erasureId the erasure, which names the person as well
     * @param goOn asked before each aggregate whether to go on
     * @return nothing if it was not to go on
     */
    public Optional<Outcome> scrub(
            long personId, String erasureId, Collection<? extends DerivedData> places, BooleanSupplier goOn) {
        // The key may be in the memory of this process.
        persons.count();
        List<Place> all = places.stream().map(Place::new).toList();
        all.forEach(place -> place.scrub(erasureId));
        boolean isWhole = data.eachAggregate(personId, held -> {
            boolean wanted = goOn.getAsBoolean();
            if (wanted) {
                all.forEach(place -> place.scrub(held.aggregateId()));
            }
            return wanted;
        });
        if (!isWhole) {
            return Optional.empty();
        }
        all.forEach(place -> place.tell(erasureId));
        return Optional.of(new Outcome(
                all.stream()
                        .map(place -> new Scrubbed(place.data.place(), place.done.records(), place.done.hasChanged()))
                        .toList(),
                all.stream()
                        .map(place -> place.fault)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null)));
    }

    private final class Place {

        private final DerivedData data;
        private final int oneOf = 1 << ThreadLocalRandom.current().nextInt(MOST_DOUBLINGS);
        private Scrub done = Scrub.NOTHING;
        private long failed;
        private Duration failing = Duration.ZERO;
        private @Nullable String fault;

        Place(DerivedData data) {
            this.data = data;
        }

        void scrub(String aggregateId) {
            if (isPassedOver()) {
                failed++;
                return;
            }
            Instant begun = clock.instant();
            try {
                done = done.plus(Objects.requireNonNull(transaction.execute(status -> data.scrub(aggregateId))));
            } catch (RuntimeException | Error e) {
                failing = failing.plus(Duration.between(begun, clock.instant()));
                failed++;
                if (fault == null) {
                    fault = data.place() + ": " + kind(e);
                }
            }
        }

        /** What fails holds up for so long neither other places nor, for ever, what is behind it in this one. */
        private boolean isPassedOver() {
            return failing.compareTo(PATIENCE) > 0
                    && (failing.compareTo(PATIENCE.multipliedBy(2)) > 0
                            || ThreadLocalRandom.current().nextInt(oneOf) > 0);
        }

        void tell(String erasureId) {
            if (failed > 0) {
                LOG.warn("Erasure {} cannot scrub {} records now, and tries again: {}", erasureId, failed, fault);
            }
        }
    }

    /** Without its message, which may hold what the row holds. */
    private static String kind(Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getClass().getName() + (root instanceof SQLException refused ? " " + refused.getSQLState() : "");
    }
}
