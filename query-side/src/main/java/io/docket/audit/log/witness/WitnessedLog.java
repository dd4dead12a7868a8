package io.docket.audit.log.witness;

import io.docket.audit.log.CheckpointTable;
import io.docket.audit.log.Duties;
import io.docket.audit.log.LogAlarm;
import io.docket.audit.log.LogDatabase;
import io.docket.audit.log.LogKeys;
import io.docket.platform.automation.Backoff;
import io.docket.tlog.Hash;
import io.docket.tlog.Tree;
import io.docket.tlog.note.Checkpoint;
import io.docket.tlog.note.SignedNote;
import io.docket.tlog.note.VerifierKey;
import io.docket.tlog.table.TileTable;
import io.docket.witness.AddCheckpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has one witness cosign the newest checkpoint, whenever there is a new one. One process asks; no request waits for it. */
final class WitnessedLog {

    private static final Logger LOG = LoggerFactory.getLogger(WitnessedLog.class);

    private static final Duration REST = Duration.ofMillis(250);

    /** Longer than two calls take. */
    private static final Duration TERM = Duration.ofSeconds(30);

    private static final Backoff RETRY = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

    private final VerifierKey witness;
    private final WitnessConnection connection;
    private final CheckpointTable checkpoints;
    private final LogKeys keys;
    private final Duties duties;
    private final LogAlarm alarm;
    private final LogDatabase database;
    private final String duty;

    private int failures;
    private long cosigned;

    WitnessedLog(
            VerifierKey witness,
            WitnessConnection connection,
            CheckpointTable checkpoints,
            LogKeys keys,
            Duties duties,
            LogAlarm alarm,
            LogDatabase database) {
        this.witness = witness;
        this.connection = connection;
        this.checkpoints = checkpoints;
        this.keys = keys;
        this.duties = duties;
        this.alarm = alarm;
        this.database = database;
        duty = "witness " + witness;
    }

    private record Uncosigned(SignedNote note, Checkpoint checkpoint) {}

    /** Has the newest checkpoint cosigned, unless it is; and says how long to rest. */
    Duration round() {
        if (uncosigned().isEmpty() || !duties.take(duty, TERM)) {
            return REST;
        }
        Duration rest = Duration.ZERO;
        try {
            // Whoever had the duty before may have had a newer one cosigned since.
            Optional<Uncosigned> newest = uncosigned();
            rest = newest.isEmpty() || ask(newest.get(), cosigned) ? succeed() : fail("refuses");
        } catch (IOException e) {
            rest = fail("cannot be asked: " + e.getMessage());
        } finally {
            duties.giveBack(duty, rest);
        }
        return REST;
    }

    /** The newest checkpoint, unless it is cosigned. */
    private Optional<Uncosigned> uncosigned() {
        // In this order: what has been cosigned was signed before.
        cosigned = Math.max(cosigned, checkpoints.cosignedBy(witness));
        Optional<Uncosigned> newest = newest();
        newest.map(found -> found.checkpoint().size())
                .filter(size -> size < cosigned)
                .ifPresent(size -> raiseAlarm(cosigned, size));
        return newest.filter(found -> found.checkpoint().size() > cosigned);
    }

    private Optional<Uncosigned> newest() {
        return checkpoints.newest().flatMap(note -> keys.verified(note)
                .map(checkpoint -> new Uncosigned(note, checkpoint)));
    }

    private Duration succeed() {
        if (failures > 0) {
            LOG.info("The witness {} cosigns again", witness.name());
        }
        failures = 0;
        return Duration.ZERO;
    }

    private Duration fail(String how) {
        failures++;
        if (failures == 1) {
            LOG.warn("The witness {} {}; it is asked again and again", witness.name(), how);
        }
        return RETRY.after(failures);
    }

    /** Whether it is done. A witness that has seen more or less than we know of says so, and is asked once more. */
    private boolean ask(Uncosigned newest, long old) throws IOException {
        Checkpoint checkpoint = newest.checkpoint();
        WitnessConnection.Answer answer = connection.ask(question(newest, old));
        if (answer instanceof WitnessConnection.Conflict conflict) {
            if (conflict.size() > checkpoint.size()) {
                // A process that had the duty in between knows of a newer one.
                long there = newest().orElse(newest).checkpoint().size();
                if (conflict.size() <= there) {
                    return true;
                }
                raiseAlarm(conflict.size(), there);
                return false;
            }
            answer = connection.ask(question(newest, conflict.size()));
        }
        if (answer instanceof WitnessConnection.Cosigned done) {
            checkpoints.addCosignature(checkpoint.size(), witness, done.line());
            alarm.clear(witness.name());
            return true;
        }
        if (answer instanceof WitnessConnection.Refused refused && refused.status() == 422) {
            alarm.raise(
                    witness.name(),
                    "The witness has seen another history than the one of " + checkpoint.size() + " events");
        }
        return false;
    }

    private void raiseAlarm(long seen, long there) {
        alarm.raise(witness.name(), "The witness has seen " + seen + " events, and there are " + there);
    }

    private AddCheckpoint question(Uncosigned newest, long old) {
        List<Hash> proof = database.read(
                connection -> new Tree(newest.checkpoint().size(), new TileTable(connection)).consistencyProof(old));
        return new AddCheckpoint(old, proof, newest.note());
    }
}
