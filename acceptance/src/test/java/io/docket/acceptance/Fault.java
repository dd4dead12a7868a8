package io.docket.acceptance;

import io.docket.platform.testing.Wire;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong, and passes.
 *
 * @param hurt the only node that it hurts; {@code null} if it hurts all
 * @param lasts how long until it passes
 */
record Fault(String name, @Nullable Node hurt, Duration lasts, Runnable begin, Runnable heal) {

    /** All tables of which the read models consist. */
    private static final String LOCK_READ_MODELS =
            "lock table " + String.join(", ", ReadModels.tables()) + " in access exclusive mode";

    private static Fault of(String name, @Nullable Node hurt, int seconds, Runnable begin, Runnable heal) {
        return new Fault(name, hurt, Duration.ofSeconds(seconds), begin, heal);
    }

    /**
     * One of each kind, those of a network and of a single process in turns with those of the database. A process is frozen,
     * and a lock is held, for longer than any claim and any statement lasts.
     *
     * @param one a node whose connections go silent, and which is killed
     * @param other a node that is frozen, and whose connections go silent in another way
     */
    static List<Fault> turns(Wired one, Wired other, PostgreSqlServer server, Database database) {
        var locks = new LockHolder(database);
        var appending = new AtomicReference<ProcessHandle>();
        return List.of(
                of("silent connections, new ones work", one.node, 25, one.wire::silence, one.wire::mend),
                of("frozen process", other.node, 30, () -> other.node.process().freeze(), () -> other.node
                        .process()
                        .thaw()),
                of(
                        "crash of the database",
                        null,
                        0,
                        () -> server.stop(PostgreSqlServer.Stop.IMMEDIATE),
                        server::startAgain),
                of("kill -9", one.node, 0, () -> one.node.process().close(), one.node::startAgain),
                of("locked read models", null, 35, () -> locks.hold(LOCK_READ_MODELS), locks::release),
                of("silent connections, new ones too", other.node, 25, other.wire::silenceNewOnesToo, other.wire::mend),
                of("stopped database", null, 20, () -> server.stop(PostgreSqlServer.Stop.FAST), server::startAgain),
                of(
                        "locked log",
                        null,
                        20,
                        () -> locks.hold("select id from event_log_lock for update"),
                        locks::release),
                of("lost answers of the database", one.node, 20, one.wire::loseAnswers, () -> {}),
                of(
                        "longer frozen process",
                        one.node,
                        40,
                        () -> one.node.process().freeze(),
                        () -> one.node.process().thaw()),
                of(
                        "frozen database",
                        null,
                        8,
                        () -> Signals.freeze(server.processes()),
                        () -> Signals.thaw(server.processes())),
                of(
                        "locked tokens",
                        null,
                        15,
                        () -> locks.hold("lock table projection_position in exclusive mode"),
                        locks::release),
                of(
                        "frozen connection of an appender",
                        null,
                        10,
                        () -> {
                            appending.set(server.appending(database));
                            Signals.freeze(List.of(appending.get()));
                        },
                        () -> Signals.thaw(List.of(appending.get()))),
                of(
                        "no new connections",
                        null,
                        15,
                        () -> Signals.freeze(List.of(server.postmaster())),
                        () -> Signals.thaw(List.of(server.postmaster()))),
                of(
                        "restart of the database",
                        null,
                        0,
                        () -> server.stop(PostgreSqlServer.Stop.FAST),
                        server::startAgain));
    }

    /** A node, and the way by which it reaches the database. */
    record Wired(Node node, Wire wire) {}

    boolean hurts(Node node) {
        return hurt == null || hurt == node;
    }

    @Override
    public String toString() {
        return name + (hurt == null ? "" : " (" + hurt + ")");
    }
}
