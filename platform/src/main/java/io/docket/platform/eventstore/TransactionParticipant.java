package io.docket.platform.eventstore;

import io.docket.platform.recordedlog.Effect;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Something that must be written in the same transaction as a command's events: both are kept, or neither.
 *
 * <p>Registered as a resource of the command's root unit of work, under {@link #RESOURCE}.
 *
 * @param effects the same as data, which a log of record, if there is one, keeps with the events; whoever finds these
 *     there, and not in the database, writes it
 * @param writing writes it
 */
public record TransactionParticipant(Supplier<List<Effect>> effects, Writing writing) {

    /** The key of the resource. */
    public static final String RESOURCE = TransactionParticipant.class.getName();

    /** Writes within the transaction that appends the events. */
    @FunctionalInterface
    public interface Writing {

        /**
         * Writes.
         *
         * @param jdbc bound to that transaction
         * @param position the position of the command's last event
         * @throws RuntimeException to refuse the command; other commands of the same transaction are not concerned
         */
        void write(JdbcClient jdbc, long position);
    }

    /** Has something written together with what a command appends, and with what is to be written already. */
    public static void add(UnitOfWork<?> root, TransactionParticipant participant) {
        TransactionParticipant present = root.getResource(RESOURCE);
        root.resources().put(RESOURCE, present == null ? participant : present.and(participant));
    }

    private TransactionParticipant and(TransactionParticipant other) {
        return new TransactionParticipant(
                () -> Stream.concat(effects.get().stream(), other.effects.get().stream())
                        .toList(),
                (jdbc, position) -> {
                    write(jdbc, position);
                    other.write(jdbc, position);
                });
    }

    void write(JdbcClient jdbc, long position) {
        writing.write(jdbc, position);
    }
}
