package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.testing.http.Answer;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Several clients that write without a pause until the process is killed under them, and what they were told. */
final class WriteLoad {

    private static final int WRITERS = 8;

    private final Map<Write, Answer> acknowledged = new ConcurrentHashMap<>();
    private final Set<Write> unanswered = ConcurrentHashMap.newKeySet();
    private final Queue<Answer> refused = new ConcurrentLinkedQueue<>();

    /** Writes until so many writes have been acknowledged; then kills the process, while others are under way. */
    void runUntilKilled(String name, DocketProcess process, int acknowledgements) {
        var left = new AtomicInteger(acknowledgements);
        run(name, process, () -> {
            if (left.decrementAndGet() == 0) {
                process.kill9();
            }
        });
        process.awaitEnd();
        assertThat(left.get()).isNotPositive();
    }

    /** Writes until the process ends by itself. */
    void runUntilItEnds(String name, DocketProcess process) {
        run(name, process, () -> {});
    }

    private void run(String name, DocketProcess process, Runnable acknowledgement) {
        Client client = process.client("bank-channel");
        Together.run(WRITERS, writer -> {
            String lastCase = null;
            for (int i = 0; ; i++) {
                Write write = next(name + "-" + writer + "-" + i, i, lastCase);
                try {
                    Answer answer = write.send(client);
                    if (answer.status() >= 300) {
                        refused.add(answer);
                        return;
                    }
                    acknowledged.put(write, answer);
                    if (write.attachedTo() == null) {
                        lastCase = answer.text("id");
                    }
                } catch (UncheckedIOException e) {
                    unanswered.add(write);
                    return;
                }
                acknowledgement.run();
            }
        });
        assertThat(refused).isEmpty();
    }

    /** Complaints and attachments in turn; two of three with a key. */
    private static Write next(String marker, int i, @Nullable String lastCase) {
        return new Write(marker, i % 2 == 0 ? null : lastCase, i % 3 == 2 ? null : "key-" + marker);
    }

    /** What was acknowledged, and how. */
    Map<Write, Answer> acknowledged() {
        return acknowledged;
    }

    /** What was under way when the process died: done or not. */
    Set<Write> unanswered() {
        return unanswered;
    }
}
