package io.docket.eventstream.receiver;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads in which names are looked up. A server of names may take its time, and may be somebody's who means ill: of
 * one client some names are looked up at a time, so that it holds up itself alone.
 */
final class Lookups {

    private static final int THREADS = 50;
    private static final int OF_CLIENT = 5;

    private final ThreadPoolExecutor threads;
    private final Map<String, Turns> clients = new HashMap<>();

    /** Of a client. */
    private static final class Turns {

        private final Deque<Runnable> waiting = new ArrayDeque<>();
        private int taken;
    }

    Lookups() {
        threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(),
                OutboundClient.daemons("webhook-names-"));
        threads.allowCoreThreadTimeOut(true);
    }

    /** Runs a look-up when it is its client's turn. */
    void run(String client, Runnable lookup) {
        synchronized (this) {
            Turns turns = clients.computeIfAbsent(client, unknown -> new Turns());
            if (turns.taken == OF_CLIENT) {
                turns.waiting.add(lookup);
                return;
            }
            turns.taken++;
        }
        start(client, lookup);
    }

    private void start(String client, Runnable lookup) {
        threads.execute(() -> {
            try {
                lookup.run();
            } finally {
                Runnable next = next(client);
                if (next != null) {
                    start(client, next);
                }
            }
        });
    }

    /** What goes on in the place of a look-up that has ended; nothing if the place is free then. */
    private synchronized @Nullable Runnable next(String client) {
        Turns turns = Objects.requireNonNull(clients.get(client));
        Runnable next = turns.waiting.poll();
        if (next == null && --turns.taken == 0) {
            clients.remove(client);
        }
        return next;
    }

    void end() {
        threads.shutdown();
    }
}
