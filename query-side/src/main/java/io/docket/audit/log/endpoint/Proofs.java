package io.docket.audit.log.endpoint;

import io.docket.audit.AuditedKinds;
import io.docket.audit.log.Checkpoints;
import io.docket.audit.log.LogDatabase;
import io.docket.common.api.Refusal;
import io.docket.platform.errors.RefusedException;
import io.docket.platform.errors.UnavailableException;
import io.docket.tlog.LogEntry;
import io.docket.tlog.MissingTileException;
import io.docket.tlog.Tree;
import io.docket.tlog.note.Checkpoint;
import io.docket.tlog.note.SignedNote;
import io.docket.tlog.note.TlogProof;
import io.docket.tlog.table.EventRow;
import io.docket.tlog.table.EventTable;
import io.docket.tlog.table.TileTable;
import java.sql.Connection;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Proves that events are in the log. */
@Component
public class Proofs {

    private final AuditedKinds kinds;
    private final Checkpoints checkpoints;
    private final LogDatabase database;

    Proofs(AuditedKinds kinds, Checkpoints checkpoints, LogDatabase database) {
        this.kinds = kinds;
        this.checkpoints = checkpoints;
        this.database = database;
    }

    /**
     * The proof of an event. It is waited for until it is signed. One that has been changed since has a proof too, which
     * fails.
     *
     * @param kind as paths have it
     * @throws RefusedException not found, if there is no such event
     */
    public TlogProof of(String kind, String id, long sequence) {
        EventRow event = kinds.named(kind)
                .flatMap(named ->
                        database.read(connection -> EventTable.find(connection, named.aggregateType(), id, sequence)))
                .orElseThrow(() -> new RefusedException(Refusal.notFound()));
        SignedNote checkpoint = checkpoints.covering(event.position());
        return database.read(connection -> proof(connection, event, checkpoint));
    }

    private static TlogProof proof(Connection connection, EventRow event, SignedNote checkpoint) {
        LogEntry entry = event.entry();
        long index = event.position() - 1;
        if (index < 0) {
            throw new RefusedException(Refusal.notFound());
        }
        try {
            var tree = new Tree(Checkpoint.parse(checkpoint.text()).size(), new TileTable(connection));
            return new TlogProof(Optional.of(entry.bytes()), index, tree.inclusionProof(index), checkpoint);
        } catch (MissingTileException e) {
            throw new UnavailableException("The log cannot be read now.");
        }
    }
}
