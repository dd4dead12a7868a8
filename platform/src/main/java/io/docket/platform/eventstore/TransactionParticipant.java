package io.docket.platform.eventstore;

import io.docket.platform.recordedlog.Effect;
import java.util.List;
import java.util.function.LongFunction;
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
 * @param writings write it, but for {@link RowUpdate} in their order
 */
public record TransactionParticipant(Supplier<List<Effect>> effects, List<Writing> writings) {

    /** The key of the resource. */
    public static final String RESOURCE = TransactionParticipant.class.getName();

    public TransactionParticipant {
        writings = List.copyOf(writings);
    }

    public TransactionParticipant(Supplier<List<Effect>> effects, Writing writing) {
        this(effects, List.of(writing));
    }

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

    /**
     * Updates one row. Those of all commands of a transaction go to the database together, behind all else that is written:
     * everybody waits meanwhile.
     *
     * @param sql with a question mark for each parameter
     * @param parameters by the position of the command's last event
     * @param missing what the command is refused with if there is no such row
     */
    public record RowUpdate(String sql, LongFunction<Object[]> parameters, Supplier<RuntimeException> missing)
            implements Writing {

        @Override
        public void write(JdbcClient jdbc, long position) {
            if (jdbc.sql(sql).params(parameters.apply(position)).update() == 0) {
                throw missing.get();
            }
        }
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
                Stream.concat(writings.stream(), other.writings.stream()).toList());
    }
}
