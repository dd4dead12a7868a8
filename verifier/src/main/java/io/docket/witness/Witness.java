package io.docket.witness;

import io.docket.tlog.Hash;
import io.docket.tlog.Proofs;
import io.docket.tlog.note.Checkpoint;
import io.docket.tlog.note.NoteSignature;
import io.docket.tlog.note.SignedNote;
import io.docket.tlog.note.SignerKey;
import io.docket.tlog.note.VerifierKey;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides what is cosigned. One request at a time: what it has cosigned last, and what it cosigns next, are one step. */
final class Witness implements AutoCloseable {

    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int UNPROCESSABLE = 422;

    private final SignerKey key;
    private final Map<String, List<VerifierKey>> logs;
    private final CosignedFiles cosigned;
    private final Clock clock;

    Witness(SignerKey key, List<VerifierKey> logs, CosignedFiles cosigned, Clock clock) {
        if (!key.verifier().isOfCosignatures()) {
            throw new IllegalArgumentException("The key is not one of a witness");
        }
        this.key = key;
        this.logs = logs.stream().collect(Collectors.groupingBy(VerifierKey::name));
        this.cosigned = cosigned;
        this.clock = clock;
    }

    /** What stands behind the path of a log's latest checkpoint. */
    Answer latest(String path) throws IOException {
        for (String origin : logs.keySet()) {
            String hash =
                    HexFormat.of().formatHex(Hash.sha256(origin.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            if (path.equals("/" + hash + "/checkpoint")) {
                return cosigned.latest(origin)
                        .map(note -> Answer.ok(note.toString()))
                        .orElse(Answer.of(NOT_FOUND));
            }
        }
        return Answer.of(NOT_FOUND);
    }

    synchronized Answer add(String body) throws IOException {
        AddCheckpoint request;
        Checkpoint checkpoint;
        try {
            request = AddCheckpoint.parse(body);
            checkpoint = Checkpoint.parse(request.checkpoint().text());
        } catch (IllegalArgumentException e) {
            return Answer.of(BAD_REQUEST);
        }
        if (!logs.containsKey(checkpoint.origin())) {
            return Answer.of(NOT_FOUND);
        }
        Optional<SignedNote> signed = signedByLog(request.checkpoint(), checkpoint.origin());
        if (signed.isEmpty()) {
            return Answer.of(FORBIDDEN);
        }
        if (request.old() > checkpoint.size()) {
            return Answer.of(BAD_REQUEST);
        }
        Optional<Checkpoint> latest = cosigned.latest(checkpoint.origin()).map(note -> Checkpoint.parse(note.text()));
        long size = latest.map(Checkpoint::size).orElse(0L);
        if (request.old() != size) {
            return Answer.conflict(size);
        }
        Hash root = latest.map(Checkpoint::root).orElse(Hash.OF_EMPTY_TREE);
        boolean isEmptyTree = checkpoint.size() > 0 || checkpoint.root().equals(Hash.OF_EMPTY_TREE);
        if (!isEmptyTree || !Proofs.isConsistent(size, root, checkpoint.size(), checkpoint.root(), request.proof())) {
            return Answer.of(UNPROCESSABLE);
        }
        NoteSignature cosignature = key.cosign(signed.get().text(), clock.instant());
        List<NoteSignature> signatures = new ArrayList<>(signed.get().signatures());
        signatures.add(cosignature);
        cosigned.write(checkpoint.origin(), new SignedNote(signed.get().text(), signatures));
        return Answer.ok(cosignature.line() + "\n");
    }

    /** The checkpoint with those signatures alone that were verified; empty if there are none, or one is wrong. */
    private Optional<SignedNote> signedByLog(SignedNote checkpoint, String origin) {
        List<NoteSignature> verified = new ArrayList<>();
        try {
            for (NoteSignature signature : checkpoint.signatures()) {
                Set<VerifierKey> signers = new SignedNote(checkpoint.text(), List.of(signature))
                        .signedBy(logs.getOrDefault(origin, List.of()));
                if (!signers.isEmpty()) {
                    verified.add(signature);
                }
            }
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return verified.isEmpty() ? Optional.empty() : Optional.of(new SignedNote(checkpoint.text(), verified));
    }

    @Override
    public void close() {
        cosigned.close();
    }
}
