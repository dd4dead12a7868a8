package io.docket.audit.log;

import io.docket.tlog.note.Checkpoint;
import io.docket.tlog.note.NoteSignature;
import io.docket.tlog.note.SignedNote;
import io.docket.tlog.note.VerifierKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What has been signed, and what witnesses have put under it. */
@Component
public final class CheckpointTable {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointTable.class);

    /** For how long those are kept that are not the newest. */
    private static final Duration KEPT = Duration.ofDays(1);

    private final JdbcClient jdbc;
    private final Clock clock;

    CheckpointTable(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * A row.
     *
     * @param note with the log's signatures alone
     * @param cosignatures of witnesses, as far as they have come
     */
    record Signed(long size, SignedNote note, Instant at, List<NoteSignature> cosignatures) {

        SignedNote whole() {
            List<NoteSignature> signatures = new ArrayList<>(note.signatures());
            signatures.addAll(cosignatures);
            return new SignedNote(note.text(), signatures);
        }
    }

    /** The newest, with the log's signatures alone; without any if what stands there is no checkpoint of its size. */
    public Optional<SignedNote> newest() {
        return jdbc.sql("select tree_size, note from log_checkpoint order by tree_size desc fetch first 1 row only")
                .query((row, number) -> note(row.getLong(1), row.getString(2)))
                .optional();
    }

    private static SignedNote note(long size, String stored) {
        try {
            SignedNote note = SignedNote.parse(stored);
            if (Checkpoint.parse(note.text()).size() == size) {
                return note;
            }
        } catch (IllegalArgumentException e) {
            LOG.debug("What stands as the checkpoint of {} events is none", size, e);
        }
        return new SignedNote(stored, List.of());
    }

    /** Some of the newest, the newest first, without what is no checkpoint. */
    List<Signed> newest(int count) {
        List<Signed> found = jdbc
                .sql("select tree_size, note, signed_at from log_checkpoint order by tree_size desc fetch first "
                        + count + " rows only")
                .query((row, number) -> new Signed(
                        row.getLong(1),
                        note(row.getLong(1), row.getString(2)),
                        row.getObject(3, OffsetDateTime.class).toInstant(),
                        new ArrayList<>()))
                .list()
                .stream()
                .filter(signed -> !signed.note().signatures().isEmpty())
                .toList();
        if (!found.isEmpty()) {
            jdbc.sql("select tree_size, line from log_cosignature where tree_size >= ? order by witness")
                    .param(found.get(found.size() - 1).size())
                    .query(row -> {
                        long size = row.getLong(1);
                        String line = row.getString(2);
                        found.stream().filter(signed -> signed.size() == size).forEach(signed -> cosignature(line)
                                .ifPresent(signed.cosignatures()::add));
                    });
        }
        return found;
    }

    private static Optional<NoteSignature> cosignature(String line) {
        try {
            return Optional.of(NoteSignature.parse(line));
        } catch (IllegalArgumentException e) {
            LOG.debug("What stands as a cosignature is none", e);
            return Optional.empty();
        }
    }

    void add(Checkpoint checkpoint, SignedNote note) {
        jdbc.sql("insert into log_checkpoint (tree_size, note, signed_at) values (?, ?, ?)")
                .params(checkpoint.size(), note.toString(), now())
                .update();
    }

    /** The size of the largest tree that a witness has cosigned, as far as we know; 0 if there is none. */
    public long cosignedBy(VerifierKey witness) {
        return jdbc.sql("select coalesce(max(tree_size), 0) from log_cosignature where witness = ?")
                .param(witness.toString())
                .query(Long.class)
                .single();
    }

    /** Puts the line of a witness under a checkpoint. */
    public void addCosignature(long size, VerifierKey witness, NoteSignature cosignature) {
        boolean isThere = jdbc.sql("update log_cosignature set line = ? where tree_size = ? and witness = ?")
                        .params(cosignature.line(), size, witness.toString())
                        .update()
                > 0;
        if (!isThere) {
            try {
                jdbc.sql("insert into log_cosignature (tree_size, witness, line) values (?, ?, ?)")
                        .params(size, witness.toString(), cosignature.line())
                        .update();
            } catch (DuplicateKeyException e) {
                LOG.debug("Another process has put it there", e);
            }
        }
    }

    /** Forgets old ones; the newest stays. */
    void forgetOld() {
        jdbc.sql("delete from log_checkpoint where signed_at < ? and tree_size < "
                        + "(select max(newest.tree_size) from log_checkpoint newest)")
                .param(now().minus(KEPT))
                .update();
        jdbc.sql("delete from log_cosignature where tree_size < (select min(tree_size) from log_checkpoint)")
                .update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
