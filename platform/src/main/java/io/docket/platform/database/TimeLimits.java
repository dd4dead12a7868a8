package io.docket.platform.database;

import java.time.Duration;

/**
 * How long anything waits for the database. Each limit builds on others; whoever changes one checks the order:
 *
 * <ol>
 *   <li>{@link #VALIDATION} &lt; {@link #CONNECT} &lt; {@link #POOL}: while a request waits for a connection, dead ones are
 *       found out and one attempt to connect can fail.
 *   <li>{@link #LOCK}, {@link #IDLE_IN_TRANSACTION} &lt; {@link #STATEMENT} &lt; {@link #SOCKET}: the server gives up before
 *       the client does, and says why; what a stalled process has locked is free again while others still wait for it.
 *   <li>{@link #SOCKET} &lt; {@link #APPEND} &lt; {@link #COMMAND}, and {@link #COMMAND} + {@link #DOUBT} &lt; {@link #LEASE}:
 *       a command that meets a connection gone silent is still in time on the next one, and nobody takes over a request
 *       whose command may still be running.
 *   <li>{@link #STATEMENT} &lt; {@link #READER} and {@link #READER} + {@link #CLAIM} &lt; 30 seconds: a reader that hangs is
 *       noticed, and its claims expire, so that another process has them within half a minute.
 *   <li>{@link #RECORD} &lt; {@link #IDLE_IN_TRANSACTION}: the log of record has answered, or is in doubt, while those who append
 *       still have their lock.
 * </ol>
 */
public final class TimeLimits {

    /** Until a connection is made. */
    public static final Duration CONNECT = Duration.ofSeconds(3);

    /** Until an idle connection has shown that it lives. */
    public static final Duration VALIDATION = Duration.ofSeconds(1);

    /** Until a pool has handed out a connection. */
    public static final Duration POOL = Duration.ofSeconds(4);

    /** Until the server gives up waiting for a lock. */
    public static final Duration LOCK = Duration.ofSeconds(5);

    /** Until the server ends the transaction of a client from which it hears nothing more. */
    public static final Duration IDLE_IN_TRANSACTION = Duration.ofSeconds(4);

    /** Until a log of record that is not the database has answered. */
    public static final Duration RECORD = Duration.ofSeconds(3);

    /** Until the server cancels a statement. */
    public static final Duration STATEMENT = Duration.ofSeconds(6);

    /** Until a client takes a connection for dead that does not answer a statement. */
    public static final Duration SOCKET = Duration.ofSeconds(8);

    /** Until the server ends a transaction, whatever it does (PostgreSQL 17 and later). */
    public static final Duration TRANSACTION = Duration.ofSeconds(20);

    /** How often a pool sees to it that an idle connection lives. */
    public static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

    /** Until the server ends an idle connection: one that is kept alive never is. */
    public static final Duration IDLE_SESSION = Duration.ofSeconds(90);

    /** Until an append is given up that comes without a deadline of its own. */
    public static final Duration APPEND = Duration.ofSeconds(10);

    /** Until a command of a request is given up, its repetitions after conflicts included. */
    public static final Duration COMMAND = Duration.ofSeconds(12);

    /** How much longer a command waits whose commit has begun, before it says that nobody knows its outcome. */
    public static final Duration DOUBT = Duration.ofSeconds(3);

    /** Until another attempt may take over a request with an {@code Idempotency-Key}. */
    public static final Duration LEASE = Duration.ofSeconds(20);

    /** Until the reader of the log's tail, or the appender, counts as hanging. */
    public static final Duration READER = Duration.ofSeconds(10);

    /** Until a process that has not been heard of loses its claim on a projection. */
    public static final Duration CLAIM = Duration.ofSeconds(10);

    /** Until a process that hangs although the database answers is better restarted. */
    public static final Duration LIFE = Duration.ofSeconds(60);

    /** Until one statement of a migration has to have answered. */
    public static final Duration MIGRATION = Duration.ofHours(1);

    private TimeLimits() {}
}
