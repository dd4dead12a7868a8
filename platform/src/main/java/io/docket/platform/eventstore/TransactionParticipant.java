package io.docket.platform.eventstore;

import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Something that must be written in the same transaction as a command's events: both are kept, or neither.
 *
 * <p>Registered as a resource of the command's root unit of work, under {@link #RESOURCE}.
 */
@FunctionalInterface
public interface TransactionParticipant {

    /** The key of the resource. */
    String RESOURCE = TransactionParticipant.class.getName();

    /** Has something written together with what a command appends, and with what is to be written already. */
    static void add(UnitOfWork<?> root, TransactionParticipant participant) {
        TransactionParticipant present = root.getResource(RESOURCE);
        root.resources()
                .put(
                        RESOURCE,
                        present == null
                                ? participant
                                : (TransactionParticipant) (jdbc, position) -> {
                                    present.write(jdbc, position);
                                    participant.write(jdbc, position);
                                });
    }

    /**
     * Writes within the transaction that appends the events.
     *
     * @param jdbc bound to that transaction
     * @param position the position of the command's last event
     * @throws RuntimeException to refuse the command; other commands of the same transaction are not concerned
     */
    void write(JdbcClient jdbc, long position);
}
