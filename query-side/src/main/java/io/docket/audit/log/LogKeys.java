package io.docket.audit.log;

import io.docket.platform.settings.InvalidSettingException;
import io.docket.tlog.note.Checkpoint;
import io.docket.tlog.note.SignedNote;
import io.docket.tlog.note.SignerKey;
import io.docket.tlog.note.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The keys that the log is signed with, and those that it was signed with before. */
@Component
public final class LogKeys {

    private final List<SignerKey> signers = new ArrayList<>();
    private final List<VerifierKey> known = new ArrayList<>();

    /** The newest is asked for again and again, and what verifies it costs more than all else. */
    private volatile @Nullable Verified last;

    private record Verified(String note, Optional<Checkpoint> checkpoint) {}

    LogKeys(LogFiles files) {
        try {
            for (String line : Files.readAllLines(files.keys())) {
                if (!line.isBlank()) {
                    add(line.strip());
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw unfit(files.keys() + " does not hold keys of the log: " + e.getMessage());
        }
        if (signers.stream().map(key -> key.verifier().name()).distinct().count() != 1) {
            throw unfit(files.keys() + " must hold one or more secret keys, all of the same name");
        }
    }

    private void add(String line) {
        if (SignerKey.isOne(line)) {
            SignerKey key = SignerKey.parse(line);
            if (key.verifier().isOfCosignatures()) {
                throw new IllegalArgumentException("One of them is the key of a witness");
            }
            signers.add(key);
            known.add(key.verifier());
        } else {
            known.add(VerifierKey.parse(line));
        }
    }

    private static InvalidSettingException unfit(String problem) {
        return new InvalidSettingException(
                problem + ".",
                "Set docket.audit.log.keys to a file with what docket-verify key prints in its first line.");
    }

    /** Which log it is. */
    String origin() {
        return signers.get(0).verifier().name();
    }

    /** What others verify checkpoints with: the keys that sign now. */
    public List<VerifierKey> published() {
        return signers.stream().map(SignerKey::verifier).toList();
    }

    SignedNote sign(Checkpoint checkpoint) {
        return checkpoint.signedBy(signers);
    }

    /**
     * What a note says that we have signed.
     *
     * @return empty if it is signed with none of our keys, or with a signature that is none, or is of another log
     */
    public Optional<Checkpoint> verified(SignedNote note) {
        String text = note.toString();
        Verified before = last;
        if (before != null && before.note.equals(text)) {
            return before.checkpoint;
        }
        var now = new Verified(text, verify(note));
        last = now;
        return now.checkpoint;
    }

    private Optional<Checkpoint> verify(SignedNote note) {
        try {
            Checkpoint checkpoint = Checkpoint.parse(note.text());
            return note.signedBy(known).isEmpty() || !checkpoint.origin().equals(origin())
                    ? Optional.empty()
                    : Optional.of(checkpoint);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
