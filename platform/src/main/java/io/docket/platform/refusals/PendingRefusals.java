package io.docket.platform.refusals;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Counts refused requests until they are written. Takes no more memory, and leaves no more rows behind, than a bound for
 * each client and one for all, however many requests there are.
 */
final class PendingRefusals {

    /** Equal ones of that time are counted together. */
    static final Duration WINDOW = Duration.ofMinutes(1);

    /** Of so many different ones of a client, it is told in a window whom and what they were about. */
    static final int MAX_OF_A_CLIENT = 100;

    private final int max;
    private final Map<String, Counted> pending = new LinkedHashMap<>();
    private final Map<String, Set<String>> toldOf = new HashMap<>();
    private Instant window = Instant.MIN;

    /** @param max as many different ones as are kept */
    PendingRefusals(int max) {
        this.max = max;
    }

    /**
     * A refused request, and how often it came.
     *
     * @param id the same in all processes
     * @param correlationId of the first
     * @param lastCorrelationId of the last
     */
    record Counted(
            String id,
            RefusedRequest refused,
            Instant first,
            Instant last,
            long times,
            String correlationId,
            String lastCorrelationId) {

        Counted and(Counted later) {
            return new Counted(
                    id, refused, first, later.last, times + later.times, correlationId, later.lastCorrelationId);
        }
    }

    /**
     * Counts one.
     *
     * @return whether there was room for it
     */
    synchronized boolean add(RefusedRequest refused, Instant time, String correlationId) {
        Instant now = time.truncatedTo(ChronoUnit.MILLIS);
        Instant begun = now.truncatedTo(ChronoUnit.MINUTES);
        if (!begun.equals(window)) {
            window = begun;
            toldOf.clear();
        }
        Set<String> told = toldOf.computeIfAbsent(refused.client(), client -> new HashSet<>());
        String id = refused.idFrom(begun);
        if (told.size() < MAX_OF_A_CLIENT || told.contains(id)) {
            told.add(id);
            return count(new Counted(id, refused, now, now, 1, correlationId, correlationId));
        }
        RefusedRequest general = refused.inGeneral();
        return count(new Counted(general.idFrom(begun), general, now, now, 1, correlationId, correlationId));
    }

    private boolean count(Counted counted) {
        if (pending.size() >= max && !pending.containsKey(counted.id)) {
            return false;
        }
        pending.merge(counted.id, counted, Counted::and);
        return true;
    }

    /** Hands over what is to be written. */
    synchronized List<Counted> take() {
        List<Counted> taken = new ArrayList<>(pending.values());
        pending.clear();
        return taken;
    }

    /**
     * Takes back what could not be written.
     *
     * @return how many requests there was no room for
     */
    synchronized long giveBack(List<Counted> unwritten) {
        List<Counted> since = take();
        long lost = 0;
        for (List<Counted> some : List.of(unwritten, since)) {
            for (Counted counted : some) {
                lost += count(counted) ? 0 : counted.times;
            }
        }
        return lost;
    }
}
